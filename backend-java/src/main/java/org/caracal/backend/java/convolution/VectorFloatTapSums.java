package org.caracal.backend.java.convolution;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.caracal.backend.java.parallel.Trial;

/**
 * Sums of {@code float32} by the Vector API. Written out because sums that live in arrays or pass
 * through methods don't stay in registers.
 *
 * <p>Eight sums are as many as two multipliers can have under way. Twelve, for which less is read
 * and counted, fill the registers of AVX2 together with what is read; they stay there if factors
 * are not read ahead, which comparisons of an index with what it never is prevent, and if not all
 * sums begin with one constant, which the compiler of JDK 17 would copy from one to the other.
 */
final class VectorFloatTapSums extends FloatTapSums {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final Trial SIX = Trial.of(1);
  private static final Trial FOUR = Trial.of(1);
  private static final Trial ONE = Trial.of(1);
  private static final Trial CORRELATION = Trial.of(1);
  private static final Trial ADDITION = Trial.of(1);

  private static final float[] ZEROS = new float[FILTERS * VECTORS * LANES];

  // what indexes never are
  private static final int NEVER = -1;

  VectorFloatTapSums() {
    super(LANES);
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
    var trial = width == FILTERS ? SIX : FOUR;
    var work = (double) taps.length * width * VECTORS * LANES;
    for (var v = start; v < end; v += VECTORS) {
      var since = trial.clock();
      if (!trial.grants(work)) {
        super.convolve(
            w, at, width, taps, x, base, positions, y, put, puts, v, v + VECTORS, stride, filters);
        trial.plainSince(since, work);
        continue;
      }
      var p0 = base + positions[v];
      var p1 = base + positions[v + 1];
      var q0 = put + puts[v];
      var q1 = put + puts[v + 1];
      if (width == FILTERS) {
        six(w, at, taps, x, p0, p1, y, q0, q1, stride, filters);
      } else {
        four(w, at, FEW_FILTERS, taps, x, p0, p1, y, q0, q1, stride, filters);
      }
      trial.vectorsSince(since, work);
    }
  }

  /**
   * Where there are fewer filters the last one is stored again, by the sums that come first;
   * without branches, because the compiler leaves out those not taken so far, and compiles anew,
   * often for the worse, when one is.
   */
  private static void six(
      float[] w,
      int at,
      int[] taps,
      float[] x,
      int p0,
      int p1,
      float[] y,
      int q0,
      int q1,
      int stride,
      int filters) {
    var s00 = FloatVector.fromArray(SPECIES, ZEROS, 0);
    var s01 = FloatVector.fromArray(SPECIES, ZEROS, LANES);
    var s10 = FloatVector.fromArray(SPECIES, ZEROS, 2 * LANES);
    var s11 = FloatVector.fromArray(SPECIES, ZEROS, 3 * LANES);
    var s20 = FloatVector.fromArray(SPECIES, ZEROS, 4 * LANES);
    var s21 = FloatVector.fromArray(SPECIES, ZEROS, 5 * LANES);
    var s30 = FloatVector.fromArray(SPECIES, ZEROS, 6 * LANES);
    var s31 = FloatVector.fromArray(SPECIES, ZEROS, 7 * LANES);
    var s40 = FloatVector.fromArray(SPECIES, ZEROS, 8 * LANES);
    var s41 = FloatVector.fromArray(SPECIES, ZEROS, 9 * LANES);
    var s50 = FloatVector.fromArray(SPECIES, ZEROS, 10 * LANES);
    var s51 = FloatVector.fromArray(SPECIES, ZEROS, 11 * LANES);
    var end = at + taps.length * STEP;
    for (var a = at; a < end; a += STEP) {
      var tap = taps[(a - at) >> 3];
      var x0 = FloatVector.fromArray(SPECIES, x, tap + p0);
      var x1 = FloatVector.fromArray(SPECIES, x, tap + p1);
      var factor = FloatVector.broadcast(SPECIES, w[a]);
      s00 = factor.fma(x0, s00);
      s01 = factor.fma(x1, s01);
      factor = FloatVector.broadcast(SPECIES, w[a + 1]);
      s10 = factor.fma(x0, s10);
      s11 = factor.fma(x1, s11);
      if (a == NEVER) {
        break;
      }
      factor = FloatVector.broadcast(SPECIES, w[a + 2]);
      s20 = factor.fma(x0, s20);
      s21 = factor.fma(x1, s21);
      factor = FloatVector.broadcast(SPECIES, w[a + 3]);
      s30 = factor.fma(x0, s30);
      s31 = factor.fma(x1, s31);
      if (a == NEVER - 1) {
        break;
      }
      factor = FloatVector.broadcast(SPECIES, w[a + 4]);
      s40 = factor.fma(x0, s40);
      s41 = factor.fma(x1, s41);
      factor = FloatVector.broadcast(SPECIES, w[a + 5]);
      s50 = factor.fma(x0, s50);
      s51 = factor.fma(x1, s51);
    }
    var f1 = Math.min(1, filters - 1) * stride;
    var f2 = Math.min(2, filters - 1) * stride;
    var f3 = Math.min(3, filters - 1) * stride;
    var f4 = Math.min(4, filters - 1) * stride;
    var f5 = Math.min(5, filters - 1) * stride;
    s50.intoArray(y, q0 + f5);
    s51.intoArray(y, q1 + f5);
    s40.intoArray(y, q0 + f4);
    s41.intoArray(y, q1 + f4);
    s30.intoArray(y, q0 + f3);
    s31.intoArray(y, q1 + f3);
    s20.intoArray(y, q0 + f2);
    s21.intoArray(y, q1 + f2);
    s10.intoArray(y, q0 + f1);
    s11.intoArray(y, q1 + f1);
    s00.intoArray(y, q0);
    s01.intoArray(y, q1);
  }

  /** The same for four filters. */
  private static void four(
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
      int start,
      int end) {
    var w = (float[]) weights;
    var x = (float[]) image;
    var y = (float[]) result;
    var work = (double) taps.length * VECTORS_OF_ONE * LANES;
    for (var v = start; v < end; v += VECTORS_OF_ONE) {
      var since = ONE.clock();
      if (!ONE.grants(work)) {
        super.convolveOne(w, at, taps, x, base, positions, y, put, puts, v, v + VECTORS_OF_ONE);
        ONE.plainSince(since, work);
        continue;
      }
      var p0 = base + positions[v];
      var p1 = base + positions[v + 1];
      var p2 = base + positions[v + 2];
      var p3 = base + positions[v + 3];
      var p4 = base + positions[v + 4];
      var p5 = base + positions[v + 5];
      row(w, at, taps, x, p0, p1, p2, p3, p4, p5, y, put, puts, v);
      ONE.vectorsSince(since, work);
    }
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
    var some = start + CORRELATION.first(end - start);
    correlatePart(gradient, at, positions, start, some, image, base, taps, first, sums, put, adds);
    if (some < end) {
      var from = at + (some - start) * 2 * LANES;
      correlatePart(
          gradient, from, positions, some, end, image, base, taps, first, sums, put, true);
    }
  }

  private void correlatePart(
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
    var work = (double) (end - start) * TAPS * 2 * LANES;
    var since = CORRELATION.clock();
    if (!CORRELATION.grants(work)) {
      super.correlate(
          gradient, at, positions, start, end, image, base, taps, first, sums, put, adds);
      CORRELATION.plainSince(since, work);
      return;
    }
    correlate(
        (float[]) gradient,
        at,
        positions,
        start,
        end,
        (float[]) image,
        base + taps[first],
        base + taps[first + 1],
        base + taps[first + 2],
        base + taps[first + 3],
        base + taps[first + 4],
        base + taps[first + 5],
        (float[]) sums,
        put,
        adds ? (float[]) sums : ZEROS,
        adds ? put : 0);
    CORRELATION.vectorsSince(since, work);
  }

  private static void correlate(
      float[] g,
      int at,
      int[] positions,
      int start,
      int end,
      float[] x,
      int t0,
      int t1,
      int t2,
      int t3,
      int t4,
      int t5,
      float[] y,
      int put,
      float[] given,
      int from) {
    var s00 = FloatVector.fromArray(SPECIES, given, from);
    var s01 = FloatVector.fromArray(SPECIES, given, from + LANES);
    var s10 = FloatVector.fromArray(SPECIES, given, from + 2 * LANES);
    var s11 = FloatVector.fromArray(SPECIES, given, from + 3 * LANES);
    var s20 = FloatVector.fromArray(SPECIES, given, from + 4 * LANES);
    var s21 = FloatVector.fromArray(SPECIES, given, from + 5 * LANES);
    var s30 = FloatVector.fromArray(SPECIES, given, from + 6 * LANES);
    var s31 = FloatVector.fromArray(SPECIES, given, from + 7 * LANES);
    var s40 = FloatVector.fromArray(SPECIES, given, from + 8 * LANES);
    var s41 = FloatVector.fromArray(SPECIES, given, from + 9 * LANES);
    var s50 = FloatVector.fromArray(SPECIES, given, from + 10 * LANES);
    var s51 = FloatVector.fromArray(SPECIES, given, from + 11 * LANES);
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
      factor = FloatVector.broadcast(SPECIES, x[t4 + position]);
      s40 = factor.fma(g0, s40);
      s41 = factor.fma(g1, s41);
      factor = FloatVector.broadcast(SPECIES, x[t5 + position]);
      s50 = factor.fma(g0, s50);
      s51 = factor.fma(g1, s51);
      a += 2 * LANES;
    }
    s00.intoArray(y, put);
    s01.intoArray(y, put + LANES);
    s10.intoArray(y, put + 2 * LANES);
    s11.intoArray(y, put + 3 * LANES);
    s20.intoArray(y, put + 4 * LANES);
    s21.intoArray(y, put + 5 * LANES);
    s30.intoArray(y, put + 6 * LANES);
    s31.intoArray(y, put + 7 * LANES);
    s40.intoArray(y, put + 8 * LANES);
    s41.intoArray(y, put + 9 * LANES);
    s50.intoArray(y, put + 10 * LANES);
    s51.intoArray(y, put + 11 * LANES);
  }

  @Override
  public void add(Object sums, int from, int to, int count) {
    var since = ADDITION.clock();
    if (ADDITION.grants(count)) {
      add((float[]) sums, from, to, count);
      ADDITION.vectorsSince(since, count);
    } else {
      super.add(sums, from, to, count);
      ADDITION.plainSince(since, count);
    }
  }

  private static void add(float[] y, int from, int to, int count) {
    for (var i = 0; i < count; i += LANES) {
      FloatVector.fromArray(SPECIES, y, to + i)
          .add(FloatVector.fromArray(SPECIES, y, from + i))
          .intoArray(y, to + i);
    }
  }
}
