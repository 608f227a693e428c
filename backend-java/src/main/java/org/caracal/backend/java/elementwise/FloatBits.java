package org.caracal.backend.java.elementwise;

/**
 * Steps of {@link FloatFunctions} that are no arithmetic, over blocks that start at index 0 of
 * their arrays. This is the definition; vectors compute the same.
 */
public class FloatBits {
  static final float MIN_NORMAL = Float.MIN_NORMAL;
  static final int MANTISSA = 0x007fffff;
  static final int SQRT_HALF = 0x3f3504f3;

  /**
   * Leaves the exponent of a number's bits the one of its multiple between sqrt(1/2) and sqrt(2).
   */
  static final int REDUCE = SQRT_HALF - 0x3f800000;

  /** The bits of 2^23, in whose lowest bits an integer can be put. */
  static final int INTEGER = 0x4b000000;

  /** What to take from 2^23 plus a biased exponent. */
  static final float INTEGER_BIAS = 0x1p23f + 127;

  /** Beyond it, too few digits are left of the reduced argument of a sine. */
  static final float FAR = 8192;

  /** Turns numbers with an exponent in the lowest bits into the power of two. */
  void power(float[] t, int n) {
    for (var i = 0; i < n; i++) {
      t[i] = power(t[i]);
    }
  }

  static float power(float t) {
    return Float.intBitsToFloat(Float.floatToRawIntBits(t) << 23);
  }

  /**
   * {@code a = (1 + x) 2^k} with 1 + x between sqrt(1/2) and sqrt(2). What has no finite logarithm
   * gets an infinite k, or none.
   */
  void split(float[] a, float[] x, float[] k, int n) {
    for (var i = 0; i < n; i++) {
      x[i] = fraction(a[i]);
      k[i] = exponent(a[i]);
    }
  }

  static float fraction(float a) {
    var bits = Float.floatToRawIntBits(a < MIN_NORMAL ? a * 0x1p25f : a) - REDUCE;
    return Float.intBitsToFloat((bits & MANTISSA) + SQRT_HALF) - 1;
  }

  static float exponent(float a) {
    if (!(a < Float.POSITIVE_INFINITY) || a <= 0) {
      return a == 0 ? Float.NEGATIVE_INFINITY : a < 0 ? Float.NaN : a;
    }
    var bits = Float.floatToRawIntBits(a < MIN_NORMAL ? a * 0x1p25f : a) - REDUCE;
    var k = Float.intBitsToFloat(bits >>> 23 | INTEGER) - INTEGER_BIAS;
    return a < MIN_NORMAL ? k - 25 : k;
  }

  /** {@code log(1 + a)} from the logarithm of the rounded sum. */
  void correct(float[] a, float[] log, float[] r, int n) {
    for (var i = 0; i < n; i++) {
      r[i] = correct(a[i], log[i]);
    }
  }

  static float correct(float a, float log) {
    var rounded = a + 1 - 1;
    return rounded == 0 || a == Float.POSITIVE_INFINITY ? a : log * (a / rounded);
  }

  /** The sine of a, from the number of its quadrant and the sine and cosine of the rest. */
  void sine(float[] a, float[][] parts, float[] r, int n) {
    for (var i = 0; i < n; i++) {
      r[i] =
          near(a[i]) ? turn(parts[0][i], parts[1][i], parts[2][i]) : (float) StrictMath.sin(a[i]);
    }
  }

  /** The cosine of a, from the number of the next quadrant and the sine and cosine of the rest. */
  void cosine(float[] a, float[][] parts, float[] r, int n) {
    for (var i = 0; i < n; i++) {
      r[i] =
          near(a[i]) ? turn(parts[0][i], parts[1][i], parts[2][i]) : (float) StrictMath.cos(a[i]);
    }
  }

  static boolean near(float a) {
    return Math.abs(a) <= FAR;
  }

  static float turn(float quadrant, float sine, float cosine) {
    var bits = Float.floatToRawIntBits(quadrant);
    var size = (bits & 1) == 0 ? sine : cosine;
    return Float.intBitsToFloat(Float.floatToRawIntBits(size) ^ (bits & 2) << 30);
  }
}
