package org.caracal.backend.java.convolution;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sums of {@code float32} by the Vector API. Written out because sums that live in arrays or pass
 * through methods don't stay in registers. Eight sums, which is as many as two multipliers can have
 * under way: with ten or twelve the compiler of JDK 17 runs out of the sixteen registers of AVX2
 * every other time, depending on what it has seen before, and is then half as fast.
 */
final class VectorFloatTapSums implements TapSums {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  @Override
  public int lanes() {
    return LANES;
  }

  @Override
  public void convolve(
      Object weights,
      int at,
      int[] taps,
      Object image,
      int base,
      int[] positions,
      Object result,
      int put,
      int[] puts,
      int first,
      int stride,
      int filters) {
    tile(
        (float[]) weights,
        at,
        FILTERS,
        taps,
        (float[]) image,
        base + positions[first],
        base + positions[first + 1],
        (float[]) result,
        put + puts[first],
        put + puts[first + 1],
        stride,
        filters);
  }

  /**
   * Where there are fewer filters the last one is stored again, by the sums that come first;
   * without branches, because the compiler leaves out those not taken so far, and compiles anew,
   * often for the worse, when one is.
   */
  private static void tile(
      float[] w,
      int at,
      int step,
      int[] taps,
      float[] x,
      int p0,
      int p1,
      float[] y,
      int q0,
      int q1,
      int stride,
      int filters) {
    var s00 = FloatVector.zero(SPECIES);
    var s01 = FloatVector.zero(SPECIES);
    var s10 = FloatVector.zero(SPECIES);
    var s11 = FloatVector.zero(SPECIES);
    var s20 = FloatVector.zero(SPECIES);
    var s21 = FloatVector.zero(SPECIES);
    var s30 = FloatVector.zero(SPECIES);
    var s31 = FloatVector.zero(SPECIES);
    var a = at;
    for (var k = 0; k < taps.length; k++) {
      var tap = taps[k];
      var x0 = FloatVector.fromArray(SPECIES, x, tap + p0);
      var x1 = FloatVector.fromArray(SPECIES, x, tap + p1);
      var factor = FloatVector.broadcast(SPECIES, w[a]);
      s00 = factor.fma(x0, s00);
      s01 = factor.fma(x1, s01);
      factor = FloatVector.broadcast(SPECIES, w[a + 1]);
      s10 = factor.fma(x0, s10);
      s11 = factor.fma(x1, s11);
      factor = FloatVector.broadcast(SPECIES, w[a + 2]);
      s20 = factor.fma(x0, s20);
      s21 = factor.fma(x1, s21);
      factor = FloatVector.broadcast(SPECIES, w[a + 3]);
      s30 = factor.fma(x0, s30);
      s31 = factor.fma(x1, s31);
      a += step;
    }
    var f1 = Math.min(1, filters - 1) * stride;
    var f2 = Math.min(2, filters - 1) * stride;
    var f3 = Math.min(3, filters - 1) * stride;
    s30.intoArray(y, q0 + f3);
    s31.intoArray(y, q1 + f3);
    s20.intoArray(y, q0 + f2);
    s21.intoArray(y, q1 + f2);
    s10.intoArray(y, q0 + f1);
    s11.intoArray(y, q1 + f1);
    s00.intoArray(y, q0);
    s01.intoArray(y, q1);
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
      int first) {
    row(
        (float[]) weights,
        at,
        taps,
        (float[]) image,
        base + positions[first],
        base + positions[first + 1],
        base + positions[first + 2],
        base + positions[first + 3],
        base + positions[first + 4],
        base + positions[first + 5],
        (float[]) result,
        put,
        puts,
        first);
  }

  private static void row(
      float[] w,
      int at,
      int[] taps,
      float[] x,
      int p0,
      int p1,
      int p2,
      int p3,
      int p4,
      int p5,
      float[] y,
      int put,
      int[] puts,
      int first) {
    var s0 = FloatVector.zero(SPECIES);
    var s1 = FloatVector.zero(SPECIES);
    var s2 = FloatVector.zero(SPECIES);
    var s3 = FloatVector.zero(SPECIES);
    var s4 = FloatVector.zero(SPECIES);
    var s5 = FloatVector.zero(SPECIES);
    for (var k = 0; k < taps.length; k++) {
      var tap = taps[k];
      var factor = FloatVector.broadcast(SPECIES, w[at + k]);
      s0 = factor.fma(FloatVector.fromArray(SPECIES, x, tap + p0), s0);
      s1 = factor.fma(FloatVector.fromArray(SPECIES, x, tap + p1), s1);
      s2 = factor.fma(FloatVector.fromArray(SPECIES, x, tap + p2), s2);
      s3 = factor.fma(FloatVector.fromArray(SPECIES, x, tap + p3), s3);
      s4 = factor.fma(FloatVector.fromArray(SPECIES, x, tap + p4), s4);
      s5 = factor.fma(FloatVector.fromArray(SPECIES, x, tap + p5), s5);
    }
    s0.intoArray(y, put + puts[first]);
    s1.intoArray(y, put + puts[first + 1]);
    s2.intoArray(y, put + puts[first + 2]);
    s3.intoArray(y, put + puts[first + 3]);
    s4.intoArray(y, put + puts[first + 4]);
    s5.intoArray(y, put + puts[first + 5]);
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
    correlate(
        (float[]) gradient,
        at,
        2 * LANES,
        positions,
        start,
        end,
        (float[]) image,
        base + taps[first],
        base + taps[first + 1],
        base + taps[first + 2],
        base + taps[first + 3],
        (float[]) sums,
        put,
        adds);
  }

  private static void correlate(
      float[] g,
      int at,
      int step,
      int[] positions,
      int start,
      int end,
      float[] x,
      int t0,
      int t1,
      int t2,
      int t3,
      float[] y,
      int put,
      boolean adds) {
    var s00 = FloatVector.zero(SPECIES);
    var s01 = FloatVector.zero(SPECIES);
    var s10 = FloatVector.zero(SPECIES);
    var s11 = FloatVector.zero(SPECIES);
    var s20 = FloatVector.zero(SPECIES);
    var s21 = FloatVector.zero(SPECIES);
    var s30 = FloatVector.zero(SPECIES);
    var s31 = FloatVector.zero(SPECIES);
    if (adds) {
      s00 = FloatVector.fromArray(SPECIES, y, put);
      s01 = FloatVector.fromArray(SPECIES, y, put + LANES);
      s10 = FloatVector.fromArray(SPECIES, y, put + 2 * LANES);
      s11 = FloatVector.fromArray(SPECIES, y, put + 3 * LANES);
      s20 = FloatVector.fromArray(SPECIES, y, put + 4 * LANES);
      s21 = FloatVector.fromArray(SPECIES, y, put + 5 * LANES);
      s30 = FloatVector.fromArray(SPECIES, y, put + 6 * LANES);
      s31 = FloatVector.fromArray(SPECIES, y, put + 7 * LANES);
    }
    var a = at;
    for (var p = start; p < end; p++) {
      var position = positions[p];
      var g0 = FloatVector.fromArray(SPECIES, g, a);
      var g1 = FloatVector.fromArray(SPECIES, g, a + LANES);
      var factor = FloatVector.broadcast(SPECIES, x[t0 + position]);
      s00 = factor.fma(g0, s00);
      s01 = factor.fma(g1, s01);
      factor = FloatVector.broadcast(SPECIES, x[t1 + position]);
      s10 = factor.fma(g0, s10);
      s11 = factor.fma(g1, s11);
      factor = FloatVector.broadcast(SPECIES, x[t2 + position]);
      s20 = factor.fma(g0, s20);
      s21 = factor.fma(g1, s21);
      factor = FloatVector.broadcast(SPECIES, x[t3 + position]);
      s30 = factor.fma(g0, s30);
      s31 = factor.fma(g1, s31);
      a += step;
    }
    s00.intoArray(y, put);
    s01.intoArray(y, put + LANES);
    s10.intoArray(y, put + 2 * LANES);
    s11.intoArray(y, put + 3 * LANES);
    s20.intoArray(y, put + 4 * LANES);
    s21.intoArray(y, put + 5 * LANES);
    s30.intoArray(y, put + 6 * LANES);
    s31.intoArray(y, put + 7 * LANES);
  }

  @Override
  public void add(Object sums, int from, int to, int count) {
    var y = (float[]) sums;
    for (var i = 0; i < count; i += LANES) {
      FloatVector.fromArray(SPECIES, y, to + i)
          .add(FloatVector.fromArray(SPECIES, y, from + i))
          .intoArray(y, to + i);
    }
  }
}
