package org.caracal.backend.java.elementwise;

/**
 * Steps of {@link DoubleFunctions} that are no arithmetic, over blocks that start at index 0 of
 * their arrays. This is the definition; vectors compute the same.
 */
public class DoubleBits {
  static final double MIN_NORMAL = Double.MIN_NORMAL;
  static final long MANTISSA = 0x000fffffffffffffL;
  static final long SQRT_HALF = 0x3fe6a09e667f3bcdL;

  /**
   * Leaves the exponent of a number's bits the one of its multiple between sqrt(1/2) and sqrt(2).
   */
  static final long REDUCE = SQRT_HALF - 0x3ff0000000000000L;

  /** The bits of 2^52, in whose lowest bits an integer can be put. */
  static final long INTEGER = 0x4330000000000000L;

  /** What to take from 2^52 plus a biased exponent. */
  static final double INTEGER_BIAS = 0x1p52 + 1023;

  /** Turns numbers with an exponent in the lowest bits into the power of two. */
  void power(double[] t, int n) {
    for (var i = 0; i < n; i++) {
      t[i] = power(t[i]);
    }
  }

  static double power(double t) {
    return Double.longBitsToDouble(Double.doubleToRawLongBits(t) << 52);
  }

  /**
   * {@code a = (1 + x) 2^k} with 1 + x between sqrt(1/2) and sqrt(2). What has no finite logarithm
   * gets an infinite k, or none.
   */
  void split(double[] a, double[] x, double[] k, int n) {
    for (var i = 0; i < n; i++) {
      x[i] = fraction(a[i]);
      k[i] = exponent(a[i]);
    }
  }

  static double fraction(double a) {
    var bits = Double.doubleToRawLongBits(a < MIN_NORMAL ? a * 0x1p54 : a) - REDUCE;
    return Double.longBitsToDouble((bits & MANTISSA) + SQRT_HALF) - 1;
  }

  static double exponent(double a) {
    if (!(a < Double.POSITIVE_INFINITY) || a <= 0) {
      return a == 0 ? Double.NEGATIVE_INFINITY : a < 0 ? Double.NaN : a;
    }
    var bits = Double.doubleToRawLongBits(a < MIN_NORMAL ? a * 0x1p54 : a) - REDUCE;
    var k = Double.longBitsToDouble(bits >>> 52 | INTEGER) - INTEGER_BIAS;
    return a < MIN_NORMAL ? k - 54 : k;
  }

  /** {@code log(1 + a)} from the logarithm of the rounded sum. */
  void correct(double[] a, double[] log, double[] r, int n) {
    for (var i = 0; i < n; i++) {
      r[i] = correct(a[i], log[i]);
    }
  }

  static double correct(double a, double log) {
    var rounded = a + 1 - 1;
    return rounded == 0 || a == Double.POSITIVE_INFINITY ? a : log * (a / rounded);
  }

  /** {@code size} with the sign of {@code a}. */
  void copySign(double[] size, double[] a, double[] r, int n) {
    for (var i = 0; i < n; i++) {
      r[i] = Math.copySign(size[i], a[i]);
    }
  }

  /** {@code large} with the sign of a where {@code |a| >= 1}, else {@code small}. */
  void chooseOuter(double[] a, double[] large, double[] small, double[] r, int n) {
    for (var i = 0; i < n; i++) {
      r[i] = Math.abs(a[i]) >= 1 ? Math.copySign(large[i], a[i]) : small[i];
    }
  }
}
