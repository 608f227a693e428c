package org.caracal.backend.java.elementwise;

import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.NE;
import static jdk.incubator.vector.VectorOperators.XOR;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.caracal.backend.java.parallel.Trial;

/** The steps on bits by the Vector API, as far as there are whole vectors. */
final class VectorFloatBits extends FloatBits {
  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();
  private static final int ONE = 0x3f800000;

  private static final Trial POWERS = Trial.of(1);
  private static final Trial SPLITTING = Trial.of(10);
  private static final Trial CORRECTION = Trial.of(6);

  @Override
  void power(float[] t, int n) {
    var since = POWERS.clock();
    if (!POWERS.grants(n)) {
      super.power(t, n);
      POWERS.plainSince(since, n);
      return;
    }
    var whole = S.loopBound(n);
    powerByVectors(t, whole);
    for (var i = whole; i < n; i++) {
      t[i] = power(t[i]);
    }
    POWERS.vectorsSince(since, n);
  }

  private static void powerByVectors(float[] t, int n) {
    for (var i = 0; i < n; i += L) {
      var bits = fromArray(S, t, i).reinterpretAsInts();
      bits.lanewise(LSHL, 23).reinterpretAsFloats().intoArray(t, i);
    }
  }

  @Override
  void split(float[] a, float[] x, float[] k, int n) {
    var since = SPLITTING.clock();
    if (!SPLITTING.grants(n)) {
      super.split(a, x, k, n);
      SPLITTING.plainSince(since, n);
      return;
    }
    var whole = S.loopBound(n);
    splitByVectors(a, x, k, whole);
    for (var i = whole; i < n; i++) {
      x[i] = fraction(a[i]);
      k[i] = exponent(a[i]);
    }
    SPLITTING.vectorsSince(since, n);
  }

  /** Two loops, because C2 of JDK 17 allocates the vectors of long ones. */
  private static void splitByVectors(float[] a, float[] x, float[] k, int n) {
    for (var i = 0; i < n; i += L) {
      var v = fromArray(S, a, i);
      var tiny = v.compare(LT, MIN_NORMAL);
      var bits = v.blend(v.mul(0x1p25f), tiny).reinterpretAsInts().sub(REDUCE);
      bits.and(MANTISSA).add(SQRT_HALF).reinterpretAsFloats().sub(1).intoArray(x, i);
      var exponent = bits.lanewise(LSHR, 23).or(INTEGER).reinterpretAsFloats().sub(INTEGER_BIAS);
      exponent.blend(exponent.sub(25), tiny).intoArray(k, i);
    }
    for (var i = 0; i < n; i += L) {
      var v = fromArray(S, a, i);
      v.blend(fromArray(S, k, i), v.compare(LT, Float.POSITIVE_INFINITY))
          .blend(Float.NaN, v.compare(LT, 0))
          .blend(Float.NEGATIVE_INFINITY, v.compare(EQ, 0))
          .intoArray(k, i);
    }
  }

  @Override
  void correct(float[] a, float[] log, float[] r, int n) {
    var since = CORRECTION.clock();
    if (!CORRECTION.grants(n)) {
      super.correct(a, log, r, n);
      CORRECTION.plainSince(since, n);
      return;
    }
    var whole = S.loopBound(n);
    correctByVectors(a, log, r, whole);
    for (var i = whole; i < n; i++) {
      r[i] = correct(a[i], log[i]);
    }
    CORRECTION.vectorsSince(since, n);
  }

  private static void correctByVectors(float[] a, float[] log, float[] r, int n) {
    for (var i = 0; i < n; i += L) {
      var v = fromArray(S, a, i);
      var rounded = v.add(1).sub(1);
      fromArray(S, log, i)
          .mul(v.div(rounded))
          .blend(v, rounded.compare(EQ, 0).or(v.compare(EQ, Float.POSITIVE_INFINITY)))
          .intoArray(r, i);
    }
  }

  @Override
  void sine(float[] a, float[][] parts, float[] r, int n) {
    if (allNear(a, n)) {
      turn(parts[0], parts[1], parts[2], r, n);
    } else {
      super.sine(a, parts, r, n);
    }
  }

  @Override
  void cosine(float[] a, float[][] parts, float[] r, int n) {
    if (allNear(a, n)) {
      turn(parts[0], parts[1], parts[2], r, n);
    } else {
      super.cosine(a, parts, r, n);
    }
  }

  private static boolean allNear(float[] a, int n) {
    var i = 0;
    for (; i <= n - L; i += L) {
      var size = fromArray(S, a, i).abs();
      if (size.compare(GT, FAR).or(size.compare(NE, size)).anyTrue()) {
        return false;
      }
    }
    for (; i < n; i++) {
      if (!near(a[i])) {
        return false;
      }
    }
    return true;
  }

  private static void turn(float[] quadrant, float[] sine, float[] cosine, float[] r, int n) {
    var i = 0;
    for (; i <= n - L; i += L) {
      var bits = fromArray(S, quadrant, i).reinterpretAsInts();
      var odd = bits.lanewise(LSHL, 31).or(ONE).reinterpretAsFloats().compare(LT, 0);
      var size = fromArray(S, sine, i).blend(fromArray(S, cosine, i), odd);
      var sign = bits.and(2).lanewise(LSHL, 30);
      size.reinterpretAsInts().lanewise(XOR, sign).reinterpretAsFloats().intoArray(r, i);
    }
    for (; i < n; i++) {
      r[i] = turn(quadrant[i], sine[i], cosine[i]);
    }
  }
}
