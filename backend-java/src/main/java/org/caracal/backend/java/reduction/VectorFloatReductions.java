package org.caracal.backend.java.reduction;

import static jdk.incubator.vector.FloatVector.fromArray;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.caracal.backend.java.parallel.Trial;
import org.caracal.graph.Reduce;

/**
 * Reductions by the Vector API. No vector is carried through nested loops: C2 of JDK 17 would
 * allocate it.
 */
final class VectorFloatReductions extends FloatReductions {
  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  /** Of how many elements one is found in a turn of a loop. */
  private static final int TURN = 8 * L;

  /** The most elements of rows that are added column by column: the nearest cache holds them. */
  private static final int NEAR = 4096;

  private static final Trial SUMS = Trial.of(1);
  private static final Trial MAXIMA = Trial.of(1);
  private static final Trial MINIMA = Trial.of(1);
  private static final Trial ROWS = Trial.of(1);
  private static final Trial LARGEST = Trial.of(1);
  private static final Trial ADDING = Trial.of(1);
  private static final Trial LARGER = Trial.of(1);
  private static final Trial SMALLER = Trial.of(1);

  VectorFloatReductions(Reduce.Function function) {
    super(function);
  }

  @Override
  protected void lanes(float[] x, int from, int n, float[] lanes) {
    var since = SUMS.clock();
    if (L > LANES || !SUMS.grants(n)) {
      super.lanes(x, from, n, lanes);
      SUMS.plainSince(since, n);
      return;
    }
    if (L == LANES) {
      one(x, from, n, lanes);
    } else {
      for (var lane = 0; lane < LANES; lane += 2 * L) {
        two(x, from + lane, n, lanes, lane);
      }
    }
    SUMS.vectorsSince(since, n);
  }

  private static void one(float[] x, int from, int n, float[] lanes) {
    var sum = fromArray(S, x, from);
    for (var i = LANES; i < n; i += LANES) {
      sum = sum.add(fromArray(S, x, from + i));
    }
    sum.intoArray(lanes, 0);
  }

  private static void two(float[] x, int from, int n, float[] lanes, int lane) {
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
  protected float max(float[] x, int from, int n, float[] lanes) {
    if (n < TURN || L > LANES) {
      return super.max(x, from, n, lanes);
    }
    var since = MAXIMA.clock();
    if (!MAXIMA.grants(n)) {
      var largest = super.max(x, from, n, lanes);
      MAXIMA.plainSince(since, n);
      return largest;
    }
    largest(x, from, n, lanes);
    MAXIMA.vectorsSince(since, n);
    return super.max(lanes, 0, L, lanes);
  }

  /**
   * The largest of each lane. Too long for C2 to compile it as a part of what calls it, which it
   * would do before it knows the class of the vectors.
   */
  private static void largest(float[] x, int from, int n, float[] lanes) {
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
  protected float min(float[] x, int from, int n, float[] lanes) {
    if (n < TURN || L > LANES) {
      return super.min(x, from, n, lanes);
    }
    var since = MINIMA.clock();
    if (!MINIMA.grants(n)) {
      var smallest = super.min(x, from, n, lanes);
      MINIMA.plainSince(since, n);
      return smallest;
    }
    smallest(x, from, n, lanes);
    MINIMA.vectorsSince(since, n);
    return super.min(lanes, 0, L, lanes);
  }

  /** The smallest of each lane, as long as {@link #largest}. */
  private static void smallest(float[] x, int from, int n, float[] lanes) {
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
      float[] r, int at, float[] x, int from, int[] rows, int first, int end, int n) {
    var lot = Math.max(4, NEAR / Math.max(1, n));
    for (var row = first; row < end; row += lot) {
      var last = Math.min(end, row + lot);
      var work = (double) (last - row) * n;
      var since = ROWS.clock();
      if (ROWS.grants(work)) {
        addRowsByVectors(r, at, x, from, rows, row, last, n);
        ROWS.vectorsSince(since, work);
      } else {
        super.addRows(r, at, x, from, rows, row, last, n);
        ROWS.plainSince(since, work);
      }
    }
  }

  private void addRowsByVectors(
      float[] r, int at, float[] x, int from, int[] rows, int first, int end, int n) {
    var i = 0;
    for (; i <= n - 2 * L; i += 2 * L) {
      addTwoColumns(r, at + i, x, from + i, rows, first, end);
    }
    if (i == n) {
      return;
    }
    var row = first;
    for (; row <= end - 4; row += 4) {
      var a = from + rows[row] + i;
      var b = from + rows[row + 1] + i;
      var c = from + rows[row + 2] + i;
      addFour(r, at + i, x, a, b, c, from + rows[row + 3] + i, n - i);
    }
    super.addRows(r, at + i, x, from + i, rows, row, end, n - i);
  }

  /** Adds rows to two vectors of sums, which stay in registers. */
  private static void addTwoColumns(
      float[] r, int at, float[] x, int from, int[] rows, int first, int end) {
    var a = fromArray(S, r, at);
    var b = fromArray(S, r, at + L);
    for (var row = first; row < end; row++) {
      var i = from + rows[row];
      a = a.add(fromArray(S, x, i));
      b = b.add(fromArray(S, x, i + L));
    }
    a.intoArray(r, at);
    b.intoArray(r, at + L);
  }

  private static void addFour(float[] r, int at, float[] x, int a, int b, int c, int d, int n) {
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
  protected void maxRows(
      float[] r, int at, float[] x, int from, int[] rows, int first, int end, int n) {
    var row = first;
    var work = 4.0 * n;
    for (; row <= end - 4; row += 4) {
      var since = LARGEST.clock();
      if (LARGEST.grants(work)) {
        maxFour(
            r,
            at,
            x,
            from + rows[row],
            from + rows[row + 1],
            from + rows[row + 2],
            from + rows[row + 3],
            n);
        LARGEST.vectorsSince(since, work);
      } else {
        super.maxRows(r, at, x, from, rows, row, row + 4, n);
        LARGEST.plainSince(since, work);
      }
    }
    for (; row < end; row++) {
      max(r, at, x, from + rows[row], n);
    }
  }

  private static void maxFour(float[] r, int at, float[] x, int a, int b, int c, int d, int n) {
    var i = 0;
    for (; i <= n - L; i += L) {
      fromArray(S, r, at + i)
          .max(fromArray(S, x, a + i))
          .max(fromArray(S, x, b + i))
          .max(fromArray(S, x, c + i))
          .max(fromArray(S, x, d + i))
          .intoArray(r, at + i);
    }
    for (; i < n; i++) {
      var left = Math.max(x[a + i], x[b + i]);
      r[at + i] = Math.max(r[at + i], Math.max(left, Math.max(x[c + i], x[d + i])));
    }
  }

  @Override
  protected void add(float[] r, int at, float[] x, int from, int n) {
    var since = ADDING.clock();
    if (ADDING.grants(n)) {
      var whole = S.loopBound(n);
      addByVectors(r, at, x, from, whole);
      super.add(r, at + whole, x, from + whole, n - whole);
      ADDING.vectorsSince(since, n);
    } else {
      super.add(r, at, x, from, n);
      ADDING.plainSince(since, n);
    }
  }

  private static void addByVectors(float[] r, int at, float[] x, int from, int n) {
    for (var i = 0; i < n; i += L) {
      fromArray(S, r, at + i).add(fromArray(S, x, from + i)).intoArray(r, at + i);
    }
  }

  @Override
  protected void max(float[] r, int at, float[] x, int from, int n) {
    var since = LARGER.clock();
    if (LARGER.grants(n)) {
      var whole = S.loopBound(n);
      maxByVectors(r, at, x, from, whole);
      super.max(r, at + whole, x, from + whole, n - whole);
      LARGER.vectorsSince(since, n);
    } else {
      super.max(r, at, x, from, n);
      LARGER.plainSince(since, n);
    }
  }

  private static void maxByVectors(float[] r, int at, float[] x, int from, int n) {
    for (var i = 0; i < n; i += L) {
      fromArray(S, r, at + i).max(fromArray(S, x, from + i)).intoArray(r, at + i);
    }
  }

  @Override
  protected void min(float[] r, int at, float[] x, int from, int n) {
    var since = SMALLER.clock();
    if (SMALLER.grants(n)) {
      var whole = S.loopBound(n);
      minByVectors(r, at, x, from, whole);
      super.min(r, at + whole, x, from + whole, n - whole);
      SMALLER.vectorsSince(since, n);
    } else {
      super.min(r, at, x, from, n);
      SMALLER.plainSince(since, n);
    }
  }

  private static void minByVectors(float[] r, int at, float[] x, int from, int n) {
    for (var i = 0; i < n; i += L) {
      fromArray(S, r, at + i).min(fromArray(S, x, from + i)).intoArray(r, at + i);
    }
  }
}
