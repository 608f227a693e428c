package org.caracal.backend.java.convolution;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sums of {@code float64} over positions by the Vector API, written out as those of {@link
 * VectorDoubleTapSums}. A block of positions is one vector, or several, for each of which there is
 * a pass.
 */
final class VectorDoublePositionSums extends DoublePositionSums {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;

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
    if (SPECIES.length() > LANES) {
      super.correlate(gradient, at, image, base, taps, first, positions, start, end, sums, put);
      return;
    }
    var g = (double[]) gradient;
    var x = (double[]) image;
    var y = (double[]) sums;
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
  }

  private static void add(
      double[] g,
      int at,
      double[] x,
      int t0,
      int t1,
      int t2,
      int t3,
      int t4,
      int[] positions,
      int start,
      int end,
      double[] y,
      int put) {
    var s0 = DoubleVector.fromArray(SPECIES, y, put);
    var s1 = DoubleVector.fromArray(SPECIES, y, put + LANES);
    var s2 = DoubleVector.fromArray(SPECIES, y, put + 2 * LANES);
    var s3 = DoubleVector.fromArray(SPECIES, y, put + 3 * LANES);
    var s4 = DoubleVector.fromArray(SPECIES, y, put + 4 * LANES);
    for (var v = start; v < end; v++) {
      var position = positions[v];
      var factor = DoubleVector.fromArray(SPECIES, g, at + (v - start) * LANES);
      s0 = factor.fma(DoubleVector.fromArray(SPECIES, x, t0 + position), s0);
      s1 = factor.fma(DoubleVector.fromArray(SPECIES, x, t1 + position), s1);
      s2 = factor.fma(DoubleVector.fromArray(SPECIES, x, t2 + position), s2);
      s3 = factor.fma(DoubleVector.fromArray(SPECIES, x, t3 + position), s3);
      s4 = factor.fma(DoubleVector.fromArray(SPECIES, x, t4 + position), s4);
    }
    s0.intoArray(y, put);
    s1.intoArray(y, put + LANES);
    s2.intoArray(y, put + 2 * LANES);
    s3.intoArray(y, put + 3 * LANES);
    s4.intoArray(y, put + 4 * LANES);
  }
}
