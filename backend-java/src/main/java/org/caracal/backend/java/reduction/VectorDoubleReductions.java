package org.caracal.backend.java.reduction;

import static jdk.incubator.vector.DoubleVector.fromArray;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;
import org.caracal.graph.Reduce;

/** Reductions by the Vector API, made like {@link VectorFloatReductions}. */
final class VectorDoubleReductions extends DoubleReductions {
  private static final VectorSpecies<Double> S = DoubleVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  /** Of how many elements one is found in a turn of a loop. */
  private static final int TURN = 8 * L;

  VectorDoubleReductions(Reduce.Function function) {
    super(function);
  }

  @Override
  protected void lanes(double[] x, int from, int n, double[] lanes) {
    if (L > LANES) {
      super.lanes(x, from, n, lanes);
    } else if (L == LANES) {
      one(x, from, n, lanes);
    } else {
      for (var lane = 0; lane < LANES; lane += 2 * L) {
        two(x, from + lane, n, lanes, lane);
      }
    }
  }

  private static void one(double[] x, int from, int n, double[] lanes) {
    var sum = fromArray(S, x, from);
    for (var i = LANES; i < n; i += LANES) {
      sum = sum.add(fromArray(S, x, from + i));
    }
    sum.intoArray(lanes, 0);
  }

  private static void two(double[] x, int from, int n, double[] lanes, int lane) {
    var sum = fromArray(S, x, from);
    var next = fromArray(S, x, from + L);
    for (var i = LANES; i < n; i += LANES) {
      sum = sum.add(fromArray(S, x, from + i));
      next = next.add(fromArray(S, x, from + i + L));
    }
    sum.intoArray(lanes, lane);
    next.intoArray(lanes, lane + L);
  }

  @Override
  protected double max(double[] x, int from, int n, double[] lanes) {
    if (n < TURN || L > LANES) {
      return super.max(x, from, n, lanes);
    }
    largest(x, from, n, lanes);
    return super.max(lanes, 0, L, lanes);
  }

  /**
   * The largest of each lane. Too long for C2 to compile it as a part of what calls it, which it
   * would do before it knows the class of the vectors.
   */
  private static void largest(double[] x, int from, int n, double[] lanes) {
    var a = fromArray(S, x, from);
    var b = fromArray(S, x, from + L);
    var c = fromArray(S, x, from + 2 * L);
    var d = fromArray(S, x, from + 3 * L);
    var e = fromArray(S, x, from + 4 * L);
    var f = fromArray(S, x, from + 5 * L);
    var g = fromArray(S, x, from + 6 * L);
    var h = fromArray(S, x, from + 7 * L);
    for (var i = TURN; i < n; i += TURN) {
      var at = from + Math.min(i, n - TURN); // some twice, which changes nothing
      a = a.max(fromArray(S, x, at));
      b = b.max(fromArray(S, x, at + L));
      c = c.max(fromArray(S, x, at + 2 * L));
      d = d.max(fromArray(S, x, at + 3 * L));
      e = e.max(fromArray(S, x, at + 4 * L));
      f = f.max(fromArray(S, x, at + 5 * L));
      g = g.max(fromArray(S, x, at + 6 * L));
      h = h.max(fromArray(S, x, at + 7 * L));
    }
    a = a.max(b).max(c.max(d));
    e = e.max(f).max(g.max(h));
    a.max(e).intoArray(lanes, 0);
  }

  @Override
  protected double min(double[] x, int from, int n, double[] lanes) {
    if (n < TURN || L > LANES) {
      return super.min(x, from, n, lanes);
    }
    smallest(x, from, n, lanes);
    return super.min(lanes, 0, L, lanes);
  }

  /** The smallest of each lane, as long as {@link #largest}. */
  private static void smallest(double[] x, int from, int n, double[] lanes) {
    var a = fromArray(S, x, from);
    var b = fromArray(S, x, from + L);
    var c = fromArray(S, x, from + 2 * L);
    var d = fromArray(S, x, from + 3 * L);
    var e = fromArray(S, x, from + 4 * L);
    var f = fromArray(S, x, from + 5 * L);
    var g = fromArray(S, x, from + 6 * L);
    var h = fromArray(S, x, from + 7 * L);
    for (var i = TURN; i < n; i += TURN) {
      var at = from + Math.min(i, n - TURN); // some twice, which changes nothing
      a = a.min(fromArray(S, x, at));
      b = b.min(fromArray(S, x, at + L));
      c = c.min(fromArray(S, x, at + 2 * L));
      d = d.min(fromArray(S, x, at + 3 * L));
      e = e.min(fromArray(S, x, at + 4 * L));
      f = f.min(fromArray(S, x, at + 5 * L));
      g = g.min(fromArray(S, x, at + 6 * L));
      h = h.min(fromArray(S, x, at + 7 * L));
    }
    a = a.min(b).min(c.min(d));
    e = e.min(f).min(g.min(h));
    a.min(e).intoArray(lanes, 0);
  }

  @Override
  protected void addRows(
      double[] r, int at, double[] x, int from, int[] rows, int first, int end, int n) {
    var row = first;
    for (; row <= end - 4; row += 4) {
      addFour(
          r,
          at,
          x,
          from + rows[row],
          from + rows[row + 1],
          from + rows[row + 2],
          from + rows[row + 3],
          n);
    }
    for (; row < end; row++) {
      add(r, at, x, from + rows[row], n);
    }
  }

  private static void addFour(double[] r, int at, double[] x, int a, int b, int c, int d, int n) {
    var i = 0;
    for (; i <= n - L; i += L) {
      fromArray(S, r, at + i)
          .add(fromArray(S, x, a + i))
          .add(fromArray(S, x, b + i))
          .add(fromArray(S, x, c + i))
          .add(fromArray(S, x, d + i))
          .intoArray(r, at + i);
    }
    for (; i < n; i++) {
      r[at + i] = r[at + i] + x[a + i] + x[b + i] + x[c + i] + x[d + i];
    }
  }

  @Override
  protected void add(double[] r, int at, double[] x, int from, int n) {
    var i = 0;
    for (; i <= n - L; i += L) {
      fromArray(S, r, at + i).add(fromArray(S, x, from + i)).intoArray(r, at + i);
    }
    for (; i < n; i++) {
      r[at + i] += x[from + i];
    }
  }

  @Override
  protected void max(double[] r, int at, double[] x, int from, int n) {
    var i = 0;
    for (; i <= n - L; i += L) {
      fromArray(S, r, at + i).max(fromArray(S, x, from + i)).intoArray(r, at + i);
    }
    for (; i < n; i++) {
      r[at + i] = Math.max(r[at + i], x[from + i]);
    }
  }

  @Override
  protected void min(double[] r, int at, double[] x, int from, int n) {
    var i = 0;
    for (; i <= n - L; i += L) {
      fromArray(S, r, at + i).min(fromArray(S, x, from + i)).intoArray(r, at + i);
    }
    for (; i < n; i++) {
      r[at + i] = Math.min(r[at + i], x[from + i]);
    }
  }
}
