package org.caracal.backend.java.reduction;

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
  protected float sum(float[] x, int from, int n, float[] lanes) {
    if (n < LANES) {
      var sum = 0f;
      for (var i = 0; i < n; i++) {
        sum += x[from + i];
      }
      return sum;
    }
    System.arraycopy(x, from, lanes, 0, LANES);
    var whole = n / LANES * LANES;
    for (var i = LANES; i < whole; i += LANES) {
      for (var lane = 0; lane < LANES; lane++) {
        lanes[lane] += x[from + i + lane];
      }
    }
    return finish(x, from + whole, n - whole, lanes);
  }

  /** Adds the last elements, fewer than lanes, to the lanes and the lanes to each other. */
  protected static float finish(float[] x, int from, int rest, float[] lanes) {
    for (var lane = 0; lane < rest; lane++) {
      lanes[lane] += x[from + lane];
    }
    for (var half = LANES / 2; half > 0; half /= 2) {
      for (var lane = 0; lane < half; lane++) {
        lanes[lane] += lanes[lane + half];
      }
    }
    return lanes[0];
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
    for (var i = 1; i < n; i++) {
      max = Math.max(max, x[from + i]);
    }
    return max;
  }

  /** The smallest of n elements, not a number if one is. */
  protected float min(float[] x, int from, int n, float[] lanes) {
    var min = x[from];
    for (var i = 1; i < n; i++) {
      min = Math.min(min, x[from + i]);
    }
    return min;
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
