package org.caracal.backend.java.normalization;

import static jdk.incubator.vector.FloatVector.fromArray;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The loops by the Vector API. Each sum of a vector of lanes is a method of its own, as vectors
 * that live through nested loops would be allocated by C2 of JDK 17.
 */
public final class VectorRowLoops extends RowLoops {
  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  @Override
  protected void sums(float[] x, int at, int n, float[] lanes) {
    if (L > LANES) {
      super.sums(x, at, n, lanes);
    }
    for (var lane = 0; lane < LANES && L <= LANES; lane += 2 * L) {
      sum(x, at, n, lanes, lane, Math.min(lane + L, LANES - L));
    }
  }

  /** Two vectors of lanes, which are one where a vector has as many. */
  private static void sum(float[] x, int at, int n, float[] lanes, int first, int second) {
    var sum = FloatVector.zero(S);
    var other = FloatVector.zero(S);
    for (var i = at; i < at + n; i += LANES) {
      sum = sum.add(fromArray(S, x, i + first));
      other = other.add(fromArray(S, x, i + second));
    }
    sum.intoArray(lanes, first);
    other.intoArray(lanes, second);
  }

  @Override
  protected void squareSums(float[] x, int at, int n, float mean, float[] lanes) {
    if (L > LANES) {
      super.squareSums(x, at, n, mean, lanes);
    }
    for (var lane = 0; lane < LANES && L <= LANES; lane += 2 * L) {
      squareSum(x, at, n, mean, lanes, lane, Math.min(lane + L, LANES - L));
    }
  }

  private static void squareSum(
      float[] x, int at, int n, float mean, float[] lanes, int first, int second) {
    var sum = FloatVector.zero(S);
    var other = FloatVector.zero(S);
    for (var i = at; i < at + n; i += LANES) {
      var d = fromArray(S, x, i + first).sub(mean);
      sum = d.fma(d, sum);
      d = fromArray(S, x, i + second).sub(mean);
      other = d.fma(d, other);
    }
    sum.intoArray(lanes, first);
    other.intoArray(lanes, second);
  }

  @Override
  protected void productSums(
      float[] g, float[] scale, float[] x, int at, int n, float mean, float[] lanes) {
    if (L > LANES) {
      super.productSums(g, scale, x, at, n, mean, lanes);
    }
    for (var lane = 0; lane < LANES && L <= LANES; lane += L) {
      productSum(g, scale, x, at, n, mean, lanes, lane);
    }
  }

  private static void productSum(
      float[] g, float[] scale, float[] x, int at, int n, float mean, float[] lanes, int lane) {
    var sum = FloatVector.zero(S);
    var other = FloatVector.zero(S);
    for (var i = lane; i < n; i += LANES) {
      var h = fromArray(S, g, at + i).mul(fromArray(S, scale, i));
      sum = sum.add(h);
      other = h.fma(fromArray(S, x, at + i).sub(mean), other);
    }
    sum.intoArray(lanes, lane);
    other.intoArray(lanes, LANES + lane);
  }

  @Override
  protected void normalize(
      float[] x,
      int at,
      int n,
      float mean,
      float factor,
      float[] scale,
      float[] offset,
      float[] r) {
    var i = 0;
    for (; i <= n - L; i += L) {
      fromArray(S, x, at + i)
          .sub(mean)
          .mul(factor)
          .fma(fromArray(S, scale, i), fromArray(S, offset, i))
          .intoArray(r, at + i);
    }
    normalizeFrom(i, x, at, n, mean, factor, scale, offset, r);
  }

  @Override
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
    var by = FloatVector.broadcast(S, -slope);
    var i = 0;
    for (; i <= n - L; i += L) {
      var h = fromArray(S, g, at + i).mul(fromArray(S, scale, i)).sub(level);
      fromArray(S, x, at + i).sub(mean).fma(by, h).mul(factor).intoArray(r, at + i);
    }
    differentiateFrom(i, g, scale, x, at, n, mean, factor, level, slope, r);
  }

  @Override
  protected void accumulate(
      float[] g, float[] x, int at, int n, float mean, float factor, float[] sums, int put) {
    var i = 0;
    for (; i <= n - L; i += L) {
      var gradient = fromArray(S, g, at + i);
      var normalized = fromArray(S, x, at + i).sub(mean).mul(factor);
      gradient.fma(normalized, fromArray(S, sums, put + i)).intoArray(sums, put + i);
      gradient.add(fromArray(S, sums, put + n + i)).intoArray(sums, put + n + i);
    }
    accumulateFrom(i, g, x, at, n, mean, factor, sums, put);
  }
}
