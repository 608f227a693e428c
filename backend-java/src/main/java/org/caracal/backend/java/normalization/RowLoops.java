package org.caracal.backend.java.normalization;

import java.util.Arrays;

/**
 * Loops over rows of {@code float32}, in plain Java. Sums are added up in {@link #LANES} parts,
 * whatever the width of vectors, so that these give the same bits.
 */
public class RowLoops {
  /** Number of partial results of a sum. */
  static final int LANES = 16;

  /** The sum of n elements. */
  final float sum(float[] x, int at, int n, float[] lanes) {
    var whole = n - n % LANES;
    sums(x, at, whole, lanes);
    for (var i = whole; i < n; i++) {
      lanes[i - whole] += x[at + i];
    }
    return total(lanes, 0);
  }

  /** The sum of the squares of what n elements are above their mean. */
  final float squares(float[] x, int at, int n, float mean, float[] lanes) {
    var whole = n - n % LANES;
    squareSums(x, at, whole, mean, lanes);
    for (var i = whole; i < n; i++) {
      var d = x[at + i] - mean;
      lanes[i - whole] = Math.fma(d, d, lanes[i - whole]);
    }
    return total(lanes, 0);
  }

  /**
   * Sums of products {@code h = g scale}, which {@link #total} gives from lane 0 on, and of {@code
   * h (x - mean)}, from lane {@link #LANES} on.
   */
  final void products(
      float[] g, float[] scale, float[] x, int at, int n, float mean, float[] lanes) {
    var whole = n - n % LANES;
    productSums(g, scale, x, at, whole, mean, lanes);
    for (var i = whole; i < n; i++) {
      var lane = i - whole;
      var h = g[at + i] * scale[i];
      lanes[lane] += h;
      lanes[LANES + lane] = Math.fma(h, x[at + i] - mean, lanes[LANES + lane]);
    }
  }

  /** The sum of the lanes from one on, in pairs that a vector would add. */
  static float total(float[] lanes, int at) {
    return quarter(lanes, at)
        + quarter(lanes, at + 2)
        + (quarter(lanes, at + 1) + quarter(lanes, at + 3));
  }

  private static float quarter(float[] lanes, int at) {
    return lanes[at] + lanes[at + 8] + (lanes[at + 4] + lanes[at + 12]);
  }

  /** Sums of every so many elements, whose number is a multiple of that of lanes. */
  protected void sums(float[] x, int at, int n, float[] lanes) {
    Arrays.fill(lanes, 0);
    for (var i = 0; i < n; i += LANES) {
      for (var lane = 0; lane < LANES; lane++) {
        lanes[lane] += x[at + i + lane];
      }
    }
  }

  /** The same for squares of what elements are above their mean. */
  protected void squareSums(float[] x, int at, int n, float mean, float[] lanes) {
    Arrays.fill(lanes, 0);
    for (var i = 0; i < n; i += LANES) {
      for (var lane = 0; lane < LANES; lane++) {
        var d = x[at + i + lane] - mean;
        lanes[lane] = Math.fma(d, d, lanes[lane]);
      }
    }
  }

  /** The same for the products of {@link #products}. */
  protected void productSums(
      float[] g, float[] scale, float[] x, int at, int n, float mean, float[] lanes) {
    Arrays.fill(lanes, 0);
    for (var i = 0; i < n; i += LANES) {
      for (var lane = 0; lane < LANES; lane++) {
        var h = g[at + i + lane] * scale[i + lane];
        lanes[lane] += h;
        lanes[LANES + lane] = Math.fma(h, x[at + i + lane] - mean, lanes[LANES + lane]);
      }
    }
  }

  /** {@code r = (x - mean) factor scale + offset}. */
  protected void normalize(
      float[] x,
      int at,
      int n,
      float mean,
      float factor,
      float[] scale,
      float[] offset,
      float[] r) {
    normalizeFrom(0, x, at, n, mean, factor, scale, offset, r);
  }

  /** The elements from one on. */
  static void normalizeFrom(
      int from,
      float[] x,
      int at,
      int n,
      float mean,
      float factor,
      float[] scale,
      float[] offset,
      float[] r) {
    for (var i = from; i < n; i++) {
      r[at + i] = Math.fma((x[at + i] - mean) * factor, scale[i], offset[i]);
    }
  }

  /** {@code r = (g scale - level - (x - mean) slope) factor}. */
  protected void differentiate(
      float[] g,
      float[] scale,
      float[] x,
      int at,
      int n,
      float mean,
      float factor,
      float level,
      float slope,
      float[] r) {
    differentiateFrom(0, g, scale, x, at, n, mean, factor, level, slope, r);
  }

  /** The elements from one on. */
  static void differentiateFrom(
      int from,
      float[] g,
      float[] scale,
      float[] x,
      int at,
      int n,
      float mean,
      float factor,
      float level,
      float slope,
      float[] r) {
    for (var i = from; i < n; i++) {
      var h = g[at + i] * scale[i] - level;
      r[at + i] = Math.fma(x[at + i] - mean, -slope, h) * factor;
    }
  }

  /** {@code sums[i] += g (x - mean) factor}, and {@code sums[n + i] += g}. */
  protected void accumulate(
      float[] g, float[] x, int at, int n, float mean, float factor, float[] sums, int put) {
    accumulateFrom(0, g, x, at, n, mean, factor, sums, put);
  }

  /** The elements from one on. */
  static void accumulateFrom(
      int from,
      float[] g,
      float[] x,
      int at,
      int n,
      float mean,
      float factor,
      float[] sums,
      int put) {
    for (var i = from; i < n; i++) {
      sums[put + i] = Math.fma(g[at + i], (x[at + i] - mean) * factor, sums[put + i]);
      sums[put + n + i] += g[at + i];
    }
  }
}
