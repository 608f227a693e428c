package org.caracal.backend.java.elementwise;

import static jdk.incubator.vector.DoubleVector.fromArray;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;

/** The steps on bits by the Vector API, as far as there are whole vectors. */
final class VectorDoubleBits extends DoubleBits {
  private static final VectorSpecies<Double> S = DoubleVector.SPECIES_PREFERRED;
  private static final int L = S.length();
  private static final LongVector SIGN = DoubleVector.broadcast(S, -0.0).reinterpretAsLongs();

  @Override
  void power(double[] t, int n) {
    var i = 0;
    for (; i <= n - L; i += L) {
      var bits = fromArray(S, t, i).reinterpretAsLongs();
      bits.lanewise(LSHL, 52).reinterpretAsDoubles().intoArray(t, i);
    }
    for (; i < n; i++) {
      t[i] = power(t[i]);
    }
  }

  /** Two loops, because C2 of JDK 17 allocates the vectors of long ones. */
  @Override
  void split(double[] a, double[] x, double[] k, int n) {
    var whole = S.loopBound(n);
    for (var i = 0; i < whole; i += L) {
      var v = fromArray(S, a, i);
      var tiny = v.compare(LT, MIN_NORMAL);
      var bits = v.blend(v.mul(0x1p54), tiny).reinterpretAsLongs().sub(REDUCE);
      bits.and(MANTISSA).add(SQRT_HALF).reinterpretAsDoubles().sub(1).intoArray(x, i);
      var exponent = bits.lanewise(LSHR, 52).or(INTEGER).reinterpretAsDoubles().sub(INTEGER_BIAS);
      exponent.blend(exponent.sub(54), tiny).intoArray(k, i);
    }
    for (var i = 0; i < whole; i += L) {
      var v = fromArray(S, a, i);
      v.blend(fromArray(S, k, i), v.compare(LT, Double.POSITIVE_INFINITY))
          .blend(Double.NaN, v.compare(LT, 0))
          .blend(Double.NEGATIVE_INFINITY, v.compare(EQ, 0))
          .intoArray(k, i);
    }
    for (var i = whole; i < n; i++) {
      x[i] = fraction(a[i]);
      k[i] = exponent(a[i]);
    }
  }

  @Override
  void correct(double[] a, double[] log, double[] r, int n) {
    var i = 0;
    for (; i <= n - L; i += L) {
      var v = fromArray(S, a, i);
      var rounded = v.add(1).sub(1);
      fromArray(S, log, i)
          .mul(v.div(rounded))
          .blend(v, rounded.compare(EQ, 0).or(v.compare(EQ, Double.POSITIVE_INFINITY)))
          .intoArray(r, i);
    }
    for (; i < n; i++) {
      r[i] = correct(a[i], log[i]);
    }
  }

  @Override
  void copySign(double[] size, double[] a, double[] r, int n) {
    var i = 0;
    for (; i <= n - L; i += L) {
      var sign = fromArray(S, a, i).reinterpretAsLongs().and(SIGN);
      fromArray(S, size, i).reinterpretAsLongs().or(sign).reinterpretAsDoubles().intoArray(r, i);
    }
    for (; i < n; i++) {
      r[i] = Math.copySign(size[i], a[i]);
    }
  }

  @Override
  void chooseOuter(double[] a, double[] large, double[] small, double[] r, int n) {
    var i = 0;
    for (; i <= n - L; i += L) {
      var v = fromArray(S, a, i);
      var sign = v.reinterpretAsLongs().and(SIGN);
      var outer = fromArray(S, large, i).reinterpretAsLongs().or(sign).reinterpretAsDoubles();
      fromArray(S, small, i).blend(outer, v.abs().compare(GE, 1)).intoArray(r, i);
    }
    for (; i < n; i++) {
      r[i] = Math.abs(a[i]) >= 1 ? Math.copySign(large[i], a[i]) : small[i];
    }
  }
}
