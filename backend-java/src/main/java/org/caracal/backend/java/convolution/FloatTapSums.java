package org.caracal.backend.java.convolution;

/**
 * Sums of {@code float32} in plain Java, for as many positions as vectors have lanes. What is added
 * up for several filters or taps at once keeps the processor from waiting for one sum.
 */
class FloatTapSums implements TapSums {
  private final int lanes;

  FloatTapSums(int lanes) {
    this.lanes = lanes;
  }

  @Override
  public final int lanes() {
    return lanes;
  }

  @Override
  public void convolve(
      Object weights,
      int at,
      int width,
      int[] taps,
      Object image,
      int base,
      int[] positions,
      Object result,
      int put,
      int[] puts,
      int start,
      int end,
      int stride,
      int filters) {
    var w = (float[]) weights;
    var x = (float[]) image;
    var y = (float[]) result;
    var step = width == FILTERS ? STEP : FEW_FILTERS;
    for (var v = start; v < end; v++) {
      for (var filter = 0; filter < filters; filter += 2) {
        var other = Math.min(filter + 1, filters - 1);
        for (var lane = 0; lane < lanes; lane++) {
          two(
              w,
              at + filter,
              at + other,
              step,
              taps,
              x,
              base + positions[v] + lane,
              y,
              put + puts[v] + lane + filter * stride,
              put + puts[v] + lane + other * stride);
        }
      }
    }
  }

  /** Two filters, which are one where there is no other, at one position. */
  private static void two(
      float[] w,
      int at,
      int other,
      int step,
      int[] taps,
      float[] x,
      int p,
      float[] y,
      int q,
      int r) {
    var s = 0f;
    var t = 0f;
    for (var k = 0; k < taps.length; k++) {
      var element = x[taps[k] + p];
      s = Math.fma(w[at + k * step], element, s);
      t = Math.fma(w[other + k * step], element, t);
    }
    y[r] = t;
    y[q] = s;
  }

  @Override
  public void convolveOne(
      Object weights,
      int at,
      int[] taps,
      Object image,
      int base,
      int[] positions,
      Object result,
      int put,
      int[] puts,
      int start,
      int end) {
    var w = (float[]) weights;
    var x = (float[]) image;
    var y = (float[]) result;
    for (var v = start; v < end; v++) {
      for (var lane = 0; lane < lanes; lane++) {
        var p = base + positions[v] + lane;
        var sum = 0f;
        for (var k = 0; k < taps.length; k++) {
          sum = Math.fma(w[at + k], x[taps[k] + p], sum);
        }
        y[put + puts[v] + lane] = sum;
      }
    }
  }

  @Override
  public void correlate(
      Object gradient,
      int at,
      int[] positions,
      int start,
      int end,
      Object image,
      int base,
      int[] taps,
      int first,
      Object sums,
      int put,
      boolean adds) {
    var g = (float[]) gradient;
    var x = (float[]) image;
    var y = (float[]) sums;
    var width = 2 * lanes;
    for (var tap = 0; tap < TAPS; tap++) {
      var from = base + taps[first + tap];
      for (var filter = 0; filter < width; filter += 4) {
        four(
            g,
            at + filter,
            width,
            positions,
            start,
            end,
            x,
            from,
            y,
            put + tap * width + filter,
            adds);
      }
    }
  }

  /** Four filters and one tap. */
  private static void four(
      float[] g,
      int at,
      int width,
      int[] positions,
      int start,
      int end,
      float[] x,
      int from,
      float[] y,
      int put,
      boolean adds) {
    var s0 = adds ? y[put] : 0;
    var s1 = adds ? y[put + 1] : 0;
    var s2 = adds ? y[put + 2] : 0;
    var s3 = adds ? y[put + 3] : 0;
    var a = at;
    for (var p = start; p < end; p++) {
      var element = x[from + positions[p]];
      s0 = Math.fma(element, g[a], s0);
      s1 = Math.fma(element, g[a + 1], s1);
      s2 = Math.fma(element, g[a + 2], s2);
      s3 = Math.fma(element, g[a + 3], s3);
      a += width;
    }
    y[put] = s0;
    y[put + 1] = s1;
    y[put + 2] = s2;
    y[put + 3] = s3;
  }

  @Override
  public void add(Object sums, int from, int to, int count) {
    var y = (float[]) sums;
    for (var i = 0; i < count; i++) {
      y[to + i] += y[from + i];
    }
  }
}
