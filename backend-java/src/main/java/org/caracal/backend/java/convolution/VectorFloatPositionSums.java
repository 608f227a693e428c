package org.caracal.backend.java.convolution;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.caracal.backend.java.parallel.Trial;

/**
 * Sums of {@code float32} over positions by the Vector API, written out as those of {@link
 * VectorFloatTapSums}. A block of positions is one vector, or several, for each of which there is a
 * pass.
 */
final class VectorFloatPositionSums extends FloatPositionSums {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

  private static final Trial TRIAL = Trial.of(1);

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
    var some = start + TRIAL.first(end - start);
    correlatePart(gradient, at, image, base, taps, first, positions, start, some, sums, put);
    if (some < end) {
      var from = at + (some - start) * LANES;
      correlatePart(gradient, from, image, base, taps, first, positions, some, end, sums, put);
    }
  }

  private void correlatePart(
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
    var work = (double) TAPS * LANES * (end - start);
    var since = TRIAL.clock();
    if (SPECIES.length() > LANES || !TRIAL.grants(work)) {
      super.correlate(gradient, at, image, base, taps, first, positions, start, end, sums, put);
      TRIAL.plainSince(since, work);
      return;
    }
    var g = (float[]) gradient;
    var x = (float[]) image;
    var y = (float[]) sums;
    for (var lane = 0; lane < LANES; lane += SPECIES.length()) {
      var from = base + lane;
      add(
          g,
          at + lane,
          x,
          from + taps[first],
          from + taps[first + 1],
          from + taps[first + 2],
          from + taps[first + 3],
          from + taps[first + 4],
          positions,
          start,
          end,
          y,
          put + lane);
    }
    TRIAL.vectorsSince(since, work);
  }

  private static void add(
      float[] g,
      int at,
      float[] x,
      int t0,
      int t1,
      int t2,
      int t3,
      int t4,
      int[] positions,
      int start,
      int end,
      float[] y,
      int put) {
    var s0 = FloatVector.fromArray(SPECIES, y, put);
    var s1 = FloatVector.fromArray(SPECIES, y, put + LANES);
    var s2 = FloatVector.fromArray(SPECIES, y, put + 2 * LANES);
    var s3 = FloatVector.fromArray(SPECIES, y, put + 3 * LANES);
    var s4 = FloatVector.fromArray(SPECIES, y, put + 4 * LANES);
    for (var v = start; v < end; v++) {
      var position = positions[v];
      var factor = FloatVector.fromArray(SPECIES, g, at + (v - start) * LANES);
      s0 = factor.fma(FloatVector.fromArray(SPECIES, x, t0 + position), s0);
      s1 = factor.fma(FloatVector.fromArray(SPECIES, x, t1 + position), s1);
      s2 = factor.fma(FloatVector.fromArray(SPECIES, x, t2 + position), s2);
      s3 = factor.fma(FloatVector.fromArray(SPECIES, x, t3 + position), s3);
      s4 = factor.fma(FloatVector.fromArray(SPECIES, x, t4 + position), s4);
    }
    s0.intoArray(y, put);
    s1.intoArray(y, put + LANES);
    s2.intoArray(y, put + 2 * LANES);
    s3.intoArray(y, put + 3 * LANES);
    s4.intoArray(y, put + 4 * LANES);
  }
}
