package org.caracal.backend.java.normalization;

import static jdk.incubator.vector.FloatVector.fromArray;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.caracal.backend.java.parallel.Trial;

/**
 * The loops by the Vector API. Each sum of a vector of lanes is a method of its own, as vectors
 * that live through nested loops would be allocated by C2 of JDK 17.
 */
public final class VectorRowLoops extends RowLoops {
  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  private static final Trial SUMS = Trial.of(1);
  private static final Trial SQUARES = Trial.of(2);
  private static final Trial PRODUCTS = Trial.of(4);
  private static final Trial NORMALIZING = Trial.of(3);
  private static final Trial DIFFERENTIATING = Trial.of(5);
  private static final Trial ACCUMULATING = Trial.of(4);

  @Override
  protected void sums(float[] x, int at, int n, float[] lanes) {
    var since = SUMS.clock();
    if (L <= LANES && SUMS.grants(n)) {
      for (var lane = 0; lane < LANES; lane += 2 * L) {
        sum(x, at, n, lanes, lane, Math.min(lane + L, LANES - L));
      }
      SUMS.vectorsSince(since, n);
    } else {
      super.sums(x, at, n, lanes);
      SUMS.plainSince(since, n);
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
    var since = SQUARES.clock();
    if (L <= LANES && SQUARES.grants(n)) {
      for (var lane = 0; lane < LANES; lane += 2 * L) {
        squareSum(x, at, n, mean, lanes, lane, Math.min(lane + L, LANES - L));
      }
      SQUARES.vectorsSince(since, n);
    } else {
      super.squareSums(x, at, n, mean, lanes);
      SQUARES.plainSince(since, n);
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
    var since = PRODUCTS.clock();
    if (L <= LANES && PRODUCTS.grants(n)) {
      for (var lane = 0; lane < LANES; lane += L) {
        productSum(g, scale, x, at, n, mean, lanes, lane);
      }
      PRODUCTS.vectorsSince(since, n);
    } else {
      super.productSums(g, scale, x, at, n, mean, lanes);
      PRODUCTS.plainSince(since, n);
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
    var since = NORMALIZING.clock();
    if (NORMALIZING.grants(n)) {
      var whole = S.loopBound(n);
      normalizeByVectors(x, at, whole, mean, factor, scale, offset, r);
      normalizeFrom(whole, x, at, n, mean, factor, scale, offset, r);
      NORMALIZING.vectorsSince(since, n);
    } else {
      super.normalize(x, at, n, mean, factor, scale, offset, r);
      NORMALIZING.plainSince(since, n);
    }
  }

  private static void normalizeByVectors(
      float[] x,
      int at,
      int n,
      float mean,
      float factor,
      float[] scale,
      float[] offset,
      float[] r) {
    for (var i = 0; i < n; i += L) {
      fromArray(S, x, at + i)
          .sub(mean)
          .mul(factor)
          .fma(fromArray(S, scale, i), fromArray(S, offset, i))
          .intoArray(r, at + i);
    }
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
    var since = DIFFERENTIATING.clock();
    if (DIFFERENTIATING.grants(n)) {
      var whole = S.loopBound(n);
      differentiateByVectors(g, scale, x, at, whole, mean, factor, level, slope, r);
      differentiateFrom(whole, g, scale, x, at, n, mean, factor, level, slope, r);
      DIFFERENTIATING.vectorsSince(since, n);
    } else {
      super.differentiate(g, scale, x, at, n, mean, factor, level, slope, r);
      DIFFERENTIATING.plainSince(since, n);
    }
  }

  private static void differentiateByVectors(
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
    for (var i = 0; i < n; i += L) {
      var h = fromArray(S, g, at + i).mul(fromArray(S, scale, i)).sub(level);
      fromArray(S, x, at + i).sub(mean).fma(by, h).mul(factor).intoArray(r, at + i);
    }
  }

  @Override
  protected void accumulate(
      float[] g, float[] x, int at, int n, float mean, float factor, float[] sums, int put) {
    var since = ACCUMULATING.clock();
    if (ACCUMULATING.grants(n)) {
      var whole = S.loopBound(n);
      accumulateByVectors(g, x, at, whole, mean, factor, sums, put, put + n);
      accumulateFrom(whole, g, x, at, n, mean, factor, sums, put);
      ACCUMULATING.vectorsSince(since, n);
    } else {
      super.accumulate(g, x, at, n, mean, factor, sums, put);
      ACCUMULATING.plainSince(since, n);
    }
  }

  private static void accumulateByVectors(
      float[] g,
      float[] x,
      int at,
      int n,
      float mean,
      float factor,
      float[] sums,
      int scales,
      int offsets) {
    for (var i = 0; i < n; i += L) {
      var gradient = fromArray(S, g, at + i);
      var normalized = fromArray(S, x, at + i).sub(mean).mul(factor);
      gradient.fma(normalized, fromArray(S, sums, scales + i)).intoArray(sums, scales + i);
      gradient.add(fromArray(S, sums, offsets + i)).intoArray(sums, offsets + i);
    }
  }
}
