package org.caracal.backend.java.attention;

import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;
import static org.caracal.backend.java.elementwise.Exponential.E2;
import static org.caracal.backend.java.elementwise.Exponential.E3;
import static org.caracal.backend.java.elementwise.Exponential.E4;
import static org.caracal.backend.java.elementwise.Exponential.E5;
import static org.caracal.backend.java.elementwise.Exponential.E6;
import static org.caracal.backend.java.elementwise.Exponential.E7;
import static org.caracal.backend.java.elementwise.Exponential.LEAST;
import static org.caracal.backend.java.elementwise.Exponential.LN2_HIGH;
import static org.caracal.backend.java.elementwise.Exponential.LN2_LOW;
import static org.caracal.backend.java.elementwise.Exponential.LOG2_E;
import static org.caracal.backend.java.elementwise.Exponential.ROUND;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.caracal.backend.java.elementwise.FloatFunctions;
import org.caracal.backend.java.parallel.Trial;

/**
 * The passes by the Vector API, column by column: what belongs to the queries stays in registers.
 * Each column is a method of its own, as vectors that live through nested loops would be allocated
 * by C2 of JDK 17.
 */
final class VectorScorePasses extends ScorePasses {
  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  private static final Trial MAXIMA = Trial.of(1);
  private static final Trial EXPONENTIALS = Trial.of(16);
  private static final Trial GRADIENTS = Trial.of(3);
  private static final Trial SCALING = Trial.of(1);
  private static final Trial PRODUCTS = Trial.of(1);

  private final float[] sums = new float[SUMS];

  VectorScorePasses(FloatFunctions functions, int queries) {
    super(functions, queries);
  }

  @Override
  void maximize(float[] x, int at, int stride, int keys, float[] largest, int from, int queries) {
    var some = MAXIMA.first(keys);
    maximizePart(x, at, stride, some, largest, from, queries);
    if (some < keys) {
      maximizePart(x, at + some * stride, stride, keys - some, largest, from, queries);
    }
  }

  private void maximizePart(
      float[] x, int at, int stride, int keys, float[] largest, int from, int queries) {
    var work = (double) keys * queries;
    var since = MAXIMA.clock();
    if (MAXIMA.grants(work)) {
      for (var i = 0; i < queries; i += L) {
        maximize(x, at + i, stride, keys, largest, from + i);
      }
      MAXIMA.vectorsSince(since, work);
    } else {
      super.maximize(x, at, stride, keys, largest, from, queries);
      MAXIMA.plainSince(since, work);
    }
  }

  private static void maximize(
      float[] x, int at, int stride, int keys, float[] largest, int query) {
    var most = fromArray(S, largest, query);
    var second = most;
    var third = most;
    var fourth = most;
    var start = at;
    var key = 0;
    for (; key < keys - 3; key += 4) {
      var score = fromArray(S, x, start);
      most = most.blend(score, score.compare(GT, most));
      score = fromArray(S, x, start + stride);
      second = second.blend(score, score.compare(GT, second));
      score = fromArray(S, x, start + 2 * stride);
      third = third.blend(score, score.compare(GT, third));
      score = fromArray(S, x, start + 3 * stride);
      fourth = fourth.blend(score, score.compare(GT, fourth));
      start += 4 * stride;
    }
    for (; key < keys; key++) {
      var score = fromArray(S, x, start);
      most = most.blend(score, score.compare(GT, most));
      start += stride;
    }
    most = most.blend(second, second.compare(GT, most));
    third = third.blend(fourth, fourth.compare(GT, third));
    most = most.blend(third, third.compare(GT, most));
    most.intoArray(largest, query);
  }

  @Override
  void exponentiate(
      float[] x,
      int at,
      int stride,
      int keys,
      float[] largest,
      float[] sum,
      int from,
      int queries) {
    var some = EXPONENTIALS.first(keys);
    exponentiatePart(x, at, stride, some, largest, sum, from, queries);
    if (some < keys) {
      exponentiatePart(x, at + some * stride, stride, keys - some, largest, sum, from, queries);
    }
  }

  private void exponentiatePart(
      float[] x,
      int at,
      int stride,
      int keys,
      float[] largest,
      float[] sum,
      int from,
      int queries) {
    var work = (double) keys * queries;
    var since = EXPONENTIALS.clock();
    if (EXPONENTIALS.grants(work)) {
      for (var i = 0; i < queries; i += L) {
        exponentiate(x, at + i, stride, keys, largest, sum, from + i);
      }
      EXPONENTIALS.vectorsSince(since, work);
    } else {
      super.exponentiate(x, at, stride, keys, largest, sum, from, queries);
      EXPONENTIALS.plainSince(since, work);
    }
  }

  /** The exponential of {@link FloatFunctions}, of arguments that are not positive. */
  private static void exponentiate(
      float[] x, int at, int stride, int keys, float[] largest, float[] sum, int query) {
    var most = fromArray(S, largest, query);
    var total = fromArray(S, sum, query);
    var log2e = FloatVector.broadcast(S, LOG2_E);
    var round = FloatVector.broadcast(S, ROUND);
    var high = FloatVector.broadcast(S, -LN2_HIGH);
    var low = FloatVector.broadcast(S, -LN2_LOW);
    var one = FloatVector.broadcast(S, 1);
    var start = at;
    for (var key = 0; key < keys; key++) {
      var y = fromArray(S, x, start).sub(most);
      y = y.blend(LEAST, y.compare(LT, LEAST));
      var t = y.fma(log2e, round);
      var k = t.sub(round);
      y = k.fma(low, k.fma(high, y));
      var p = y.fma(FloatVector.broadcast(S, E7), FloatVector.broadcast(S, E6));
      p = p.fma(y, FloatVector.broadcast(S, E5));
      p = p.fma(y, FloatVector.broadcast(S, E4));
      p = p.fma(y, FloatVector.broadcast(S, E3));
      p = p.fma(y, FloatVector.broadcast(S, E2));
      p = p.fma(y, one).fma(y, one);
      var power = t.reinterpretAsInts().lanewise(LSHL, 23).reinterpretAsFloats();
      var e = p.mul(power).mul(2);
      e.intoArray(x, start);
      total = total.add(e);
      start += stride;
    }
    total.intoArray(sum, query);
  }

  @Override
  void differentiate(
      float[] x,
      float[] g,
      int at,
      int stride,
      int keys,
      float[] factor,
      float[] mean,
      int from,
      int queries) {
    var some = GRADIENTS.first(keys);
    differentiatePart(x, g, at, stride, some, factor, mean, from, queries);
    if (some < keys) {
      differentiatePart(x, g, at + some * stride, stride, keys - some, factor, mean, from, queries);
    }
  }

  private void differentiatePart(
      float[] x,
      float[] g,
      int at,
      int stride,
      int keys,
      float[] factor,
      float[] mean,
      int from,
      int queries) {
    var work = (double) keys * queries;
    var since = GRADIENTS.clock();
    if (GRADIENTS.grants(work)) {
      for (var i = 0; i < queries; i += L) {
        differentiate(x, g, at + i, stride, keys, factor, mean, from + i);
      }
      GRADIENTS.vectorsSince(since, work);
    } else {
      super.differentiate(x, g, at, stride, keys, factor, mean, from, queries);
      GRADIENTS.plainSince(since, work);
    }
  }

  private static void differentiate(
      float[] x, float[] g, int at, int stride, int keys, float[] factor, float[] mean, int query) {
    var by = fromArray(S, factor, query);
    var less = fromArray(S, mean, query);
    var start = at;
    for (var key = 0; key < keys; key++) {
      fromArray(S, g, start).sub(less).mul(fromArray(S, x, start)).mul(by).intoArray(g, start);
      start += stride;
    }
  }

  @Override
  void scale(float[] x, int at, float factor, int n) {
    var since = SCALING.clock();
    if (SCALING.grants(n)) {
      var whole = S.loopBound(n);
      scaleByVectors(x, at, factor, whole);
      super.scale(x, at + whole, factor, n - whole);
      SCALING.vectorsSince(since, n);
    } else {
      super.scale(x, at, factor, n);
      SCALING.plainSince(since, n);
    }
  }

  private static void scaleByVectors(float[] x, int at, float factor, int n) {
    for (var i = at; i < at + n; i += L) {
      fromArray(S, x, i).mul(factor).intoArray(x, i);
    }
  }

  /** A lane for each sum, where there are as many. */
  @Override
  float dot(float[] a, float[] b, int at, int n) {
    var since = PRODUCTS.clock();
    if (L != SUMS || !PRODUCTS.grants(n)) {
      var product = super.dot(a, b, at, n);
      PRODUCTS.plainSince(since, n);
      return product;
    }
    var whole = S.loopBound(n);
    multiplyByVectors(a, b, at, whole, sums);
    for (var i = at + whole; i < at + n; i++) {
      sums[0] += a[i] * b[i];
    }
    PRODUCTS.vectorsSince(since, n);
    return total(sums[0], sums[1], sums[2], sums[3], sums[4], sums[5], sums[6], sums[7]);
  }

  private static void multiplyByVectors(float[] a, float[] b, int at, int n, float[] sums) {
    var lanes = FloatVector.zero(S);
    for (var i = at; i < at + n; i += L) {
      lanes = lanes.add(fromArray(S, a, i).mul(fromArray(S, b, i)));
    }
    lanes.intoArray(sums, 0);
  }
}
