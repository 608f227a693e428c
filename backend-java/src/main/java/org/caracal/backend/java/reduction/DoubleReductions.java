package org.caracal.backend.java.reduction;

import org.caracal.graph.Reduce;

/**
 * Reductions of runs of {@code float64}. A sum is defined as 16 interleaved partial sums that are
 * added up in halves, whatever the width of the vectors that compute it.
 */
public class DoubleReductions implements Reductions {
  private final Reduce.Function function;

  /** Reductions by a function. */
  public DoubleReductions(Reduce.Function function) {
    this.function = function;
  }

  @Override
  public final void run(Object x, int from, int n, Object result, int at, Object lanes) {
    var elements = (double[]) x;
    ((double[]) result)[at] =
        switch (function) {
          case SUM -> sum(elements, from, n, (double[]) lanes);
          case PRODUCT -> product(elements, from, n);
          case MAX -> max(elements, from, n, (double[]) lanes);
          case MIN -> min(elements, from, n, (double[]) lanes);
        };
  }

  @Override
  public final void fold(Object accumulated, int at, Object x, int from, int n) {
    var to = (double[]) accumulated;
    var elements = (double[]) x;
    switch (function) {
      case SUM -> add(to, at, elements, from, n);
      case PRODUCT -> multiply(to, at, elements, from, n);
      case MAX -> max(to, at, elements, from, n);
      case MIN -> min(to, at, elements, from, n);
    }
  }

  /** The sum of n elements. */
  protected double sum(double[] x, int from, int n, double[] lanes) {
    if (n < LANES) {
      var sum = 0d;
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
  protected static double finish(double[] x, int from, int rest, double[] lanes) {
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

  private static double product(double[] x, int from, int n) {
    var product = x[from];
    for (var i = 1; i < n; i++) {
      product *= x[from + i];
    }
    return product;
  }

  /** The largest of n elements, not a number if one is. */
  protected double max(double[] x, int from, int n, double[] lanes) {
    var max = x[from];
    for (var i = 1; i < n; i++) {
      max = Math.max(max, x[from + i]);
    }
    return max;
  }

  /** The smallest of n elements, not a number if one is. */
  protected double min(double[] x, int from, int n, double[] lanes) {
    var min = x[from];
    for (var i = 1; i < n; i++) {
      min = Math.min(min, x[from + i]);
    }
    return min;
  }

  /** Folds n elements into those accumulated so far. */
  protected void add(double[] r, int at, double[] x, int from, int n) {
    for (var i = 0; i < n; i++) {
      r[at + i] += x[from + i];
    }
  }

  /** Folds n elements into those accumulated so far. */
  protected void multiply(double[] r, int at, double[] x, int from, int n) {
    for (var i = 0; i < n; i++) {
      r[at + i] *= x[from + i];
    }
  }

  /** Folds n elements into those accumulated so far. */
  protected void max(double[] r, int at, double[] x, int from, int n) {
    for (var i = 0; i < n; i++) {
      r[at + i] = Math.max(r[at + i], x[from + i]);
    }
  }

  /** Folds n elements into those accumulated so far. */
  protected void min(double[] r, int at, double[] x, int from, int n) {
    for (var i = 0; i < n; i++) {
      r[at + i] = Math.min(r[at + i], x[from + i]);
    }
  }
}
