package org.caracal.backend.java.reduction;

import org.caracal.array.DType;
import org.caracal.graph.Reduce;

/**
 * Reductions of runs of {@code float32}. A sum is defined as 16 interleaved partial sums that are
 * added up in halves, whatever the width of the vectors that compute it.
 */
public class FloatReductions implements Reductions {
  private final Reduce.Function function;

  /** Reductions by a function. */
  public FloatReductions(Reduce.Function function) {
    this.function = function;
  }

  @Override
  public final DType dtype() {
    return DType.FLOAT32;
  }

  @Override
  public final void run(Object x, int from, int n, Object result, int at, Object lanes) {
    var elements = (float[]) x;
    ((float[]) result)[at] =
        switch (function) {
          case SUM -> sum(elements, from, n, (float[]) lanes);
          case PRODUCT -> product(elements, from, n);
          case MAX -> max(elements, from, n, (float[]) lanes);
          case MIN -> min(elements, from, n, (float[]) lanes);
        };
  }

  @Override
  public final void fold(Object accumulated, int at, Object x, int from, int n) {
    var to = (float[]) accumulated;
    var elements = (float[]) x;
    switch (function) {
      case SUM -> add(to, at, elements, from, n);
      case PRODUCT -> multiply(to, at, elements, from, n);
      case MAX -> max(to, at, elements, from, n);
      case MIN -> min(to, at, elements, from, n);
    }
  }

  /** The sum of n elements. */
  final float sum(float[] x, int from, int n, float[] lanes) {
    if (n < LANES) {
      var sum = 0f;
      for (var i = 0; i < n; i++) {
        sum += x[from + i];
      }
      return sum;
    }
    var whole = n / LANES * LANES;
    lanes(x, from, whole, lanes);
    return finish(x, from + whole, n - whole, lanes);
  }

  /** The partial sums of n elements, a multiple of their number. */
  protected void lanes(float[] x, int from, int n, float[] lanes) {
    var s0 = x[from];
    var s1 = x[from + 1];
    var s2 = x[from + 2];
    var s3 = x[from + 3];
    var s4 = x[from + 4];
    var s5 = x[from + 5];
    var s6 = x[from + 6];
    var s7 = x[from + 7];
    var s8 = x[from + 8];
    var s9 = x[from + 9];
    var s10 = x[from + 10];
    var s11 = x[from + 11];
    var s12 = x[from + 12];
    var s13 = x[from + 13];
    var s14 = x[from + 14];
    var s15 = x[from + 15];
    for (var i = from + LANES; i < from + n; i += LANES) {
      s0 += x[i];
      s1 += x[i + 1];
      s2 += x[i + 2];
      s3 += x[i + 3];
      s4 += x[i + 4];
      s5 += x[i + 5];
      s6 += x[i + 6];
      s7 += x[i + 7];
      s8 += x[i + 8];
      s9 += x[i + 9];
      s10 += x[i + 10];
      s11 += x[i + 11];
      s12 += x[i + 12];
      s13 += x[i + 13];
      s14 += x[i + 14];
      s15 += x[i + 15];
    }
    lanes[0] = s0;
    lanes[1] = s1;
    lanes[2] = s2;
    lanes[3] = s3;
    lanes[4] = s4;
    lanes[5] = s5;
    lanes[6] = s6;
    lanes[7] = s7;
    lanes[8] = s8;
    lanes[9] = s9;
    lanes[10] = s10;
    lanes[11] = s11;
    lanes[12] = s12;
    lanes[13] = s13;
    lanes[14] = s14;
    lanes[15] = s15;
  }

  private static float quarter(float[] lanes, int at) {
    return lanes[at] + lanes[at + 8] + (lanes[at + 4] + lanes[at + 12]);
  }

  /** Adds the last elements, fewer than lanes, to the lanes and the lanes to each other. */
  private static float finish(float[] x, int from, int rest, float[] lanes) {
    for (var lane = 0; lane < rest; lane++) {
      lanes[lane] += x[from + lane];
    }
    return sum(lanes);
  }

  /** The sum of all lanes, in halves. */
  static float sum(float[] lanes) {
    return quarter(lanes, 0) + quarter(lanes, 2) + (quarter(lanes, 1) + quarter(lanes, 3));
  }

  private static float product(float[] x, int from, int n) {
    var product = x[from];
    for (var i = 1; i < n; i++) {
      product *= x[from + i];
    }
    return product;
  }

  /** The largest of n elements, not a number if one is. */
  protected float max(float[] x, int from, int n, float[] lanes) {
    var max = x[from];
    var other = max;
    var end = from + n;
    for (var i = from; i < end - 1; i += 2) {
      max = Math.max(max, x[i]);
      other = Math.max(other, x[i + 1]);
    }
    max = Math.max(max, x[end - 1]);
    return Math.max(max, other);
  }

  /** The smallest of n elements, not a number if one is. */
  protected float min(float[] x, int from, int n, float[] lanes) {
    var min = x[from];
    var other = min;
    var end = from + n;
    for (var i = from; i < end - 1; i += 2) {
      min = Math.min(min, x[i]);
      other = Math.min(other, x[i + 1]);
    }
    min = Math.min(min, x[end - 1]);
    return Math.min(min, other);
  }

  @Override
  public final void foldRows(
      Object accumulated, int at, Object x, int from, int[] rows, int first, int end, int n) {
    switch (function) {
      case SUM -> addRows((float[]) accumulated, at, (float[]) x, from, rows, first, end, n);
      case MAX -> maxRows((float[]) accumulated, at, (float[]) x, from, rows, first, end, n);
      default -> Reductions.super.foldRows(accumulated, at, x, from, rows, first, end, n);
    }
  }

  /** Adds rows of n elements, in order, to those accumulated so far. */
  protected void addRows(
      float[] r, int at, float[] x, int from, int[] rows, int first, int end, int n) {
    for (var row = first; row < end; row++) {
      add(r, at, x, from + rows[row], n);
    }
  }

  /** Folds rows of n elements into those accumulated so far. */
  protected void maxRows(
      float[] r, int at, float[] x, int from, int[] rows, int first, int end, int n) {
    for (var row = first; row < end; row++) {
      max(r, at, x, from + rows[row], n);
    }
  }

  /** Folds n elements into those accumulated so far. */
  protected void add(float[] r, int at, float[] x, int from, int n) {
    for (var i = 0; i < n; i++) {
      r[at + i] += x[from + i];
    }
  }

  /** Folds n elements into those accumulated so far. */
  protected void multiply(float[] r, int at, float[] x, int from, int n) {
    for (var i = 0; i < n; i++) {
      r[at + i] *= x[from + i];
    }
  }

  /** Folds n elements into those accumulated so far. */
  protected void max(float[] r, int at, float[] x, int from, int n) {
    for (var i = 0; i < n; i++) {
      r[at + i] = Math.max(r[at + i], x[from + i]);
    }
  }

  /** Folds n elements into those accumulated so far. */
  protected void min(float[] r, int at, float[] x, int from, int n) {
    for (var i = 0; i < n; i++) {
      r[at + i] = Math.min(r[at + i], x[from + i]);
    }
  }
}
