package org.caracal.backend.java.convolution;

import java.util.Arrays;

/** Sums of {@code float64} over positions, in plain Java. */
class DoublePositionSums implements PositionSums {
  @Override
  public void pack(Object gradient, int at, PositionBlocks blocks, int start, int end, Object to) {
    var target = (double[]) to;
    for (var v = start; v < end; v++) {
      var put = (v - start) * LANES;
      var length = blocks.length(v);
      System.arraycopy(gradient, at + blocks.position(v), target, put, length);
      Arrays.fill(target, put + length, put + LANES, 0);
    }
  }

  @Override
  public void correlate(
      Object gradient,
      int at,
      Object image,
      int base,
      int[] taps,
      int first,
      int[] positions,
      int start,
      int end,
      Object sums,
      int put) {
    var g = (double[]) gradient;
    var x = (double[]) image;
    var y = (double[]) sums;
    for (var t = 0; t < TAPS; t++) {
      add(g, at, x, base + taps[first + t], positions, start, end, y, put + t * LANES);
    }
  }

  private static void add(
      double[] g,
      int at,
      double[] x,
      int base,
      int[] positions,
      int start,
      int end,
      double[] y,
      int put) {
    for (var v = start; v < end; v++) {
      var from = at + (v - start) * LANES;
      var place = base + positions[v];
      for (var lane = 0; lane < LANES; lane++) {
        y[put + lane] = Math.fma(g[from + lane], x[place + lane], y[put + lane]);
      }
    }
  }

  @Override
  public final void add(Object sums, int from, int to, int count) {
    var y = (double[]) sums;
    for (var i = 0; i < count; i++) {
      y[to + i] += y[from + i];
    }
  }

  @Override
  public final void reduce(Object sums, int at, Object result, int put, int count) {
    var y = (double[]) sums;
    var to = (double[]) result;
    for (var i = 0; i < count; i++) {
      var from = at + i * LANES;
      for (var half = LANES / 2; half > 0; half /= 2) {
        for (var lane = from; lane < from + half; lane++) {
          y[lane] += y[lane + half];
        }
      }
      to[put + i] = y[from];
    }
  }
}
