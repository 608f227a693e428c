package org.caracal.backend.java.elementwise;

import org.caracal.graph.Unary;

/**
 * Functions of {@code float32} over blocks that start at index 0 of their arrays, in several passes
 * that keep what they compute in scratch blocks. Passes of arithmetic are plain loops that the
 * compiler turns into vector instructions; what it cannot, steps on the bits of numbers and choices
 * between numbers, are {@link FloatBits}. Multiplications and additions round one by one, in the
 * order written here, so the results are the same on every machine.
 *
 * <p>Errors are below the stated number of units in the last place (ulp) of the result. The
 * coefficients are minimax fits of this project, by the exchange algorithm of Remez in 40 digits.
 * The reductions of arguments follow W. J. Cody and W. Waite, Software Manual for the Elementary
 * Functions (1980), the logarithm P. T. P. Tang, ACM Transactions on Mathematical Software 16
 * (1990).
 */
public final class FloatFunctions {
  /** The number of scratch blocks that a function needs. */
  public static final int BLOCKS = 3;

  private static final float LOG2_E = 1.442695f;

  /** ln 2 in two parts; products of the first with small integers are exact. */
  private static final float LN2_HIGH = 0x1.62e4p-1f;

  private static final float LN2_LOW = (float) (0.6931471805599453 - LN2_HIGH);

  /**
   * Added to a number of moderate size, leaves it rounded to an integer in the lowest bits, plus
   * 126: shifted to the place of the exponent, these make half of the power of two.
   */
  private static final float ROUND = 0x1.8p23f + 126;

  private static final float EXP_MAX = 89;
  private static final float EXP_MIN = -87.3f;
  private static final float EXPM1_MIN = -20;

  /** {@code e^r = 1 + r + r^2 (E2 + E3 r + ...)} for {@code |r| <= ln(2) / 2}. */
  private static final float E2 = 0.5f;

  private static final float E3 = 0.16666667f;
  private static final float E4 = 0.041666314f;
  private static final float E5 = 0.0083332155f;
  private static final float E6 = 0.0013944313f;
  private static final float E7 = 0.00019964637f;

  /** {@code log((1 + s) / (1 - s)) = 2 s + s (L1 s^2 + L2 s^4 + ...)}. */
  private static final float L1 = 0.6666678f;

  private static final float L2 = 0.39976612f;
  private static final float L3 = 0.29898658f;

  /** {@code erf x = x + x (A0 + A1 x^2 + ...)} for {@code |x| < 1}. */
  private static final float A0 = 0.12837917f;

  private static final float A1 = -0.37612626f;
  private static final float A2 = 0.112835854f;
  private static final float A3 = -0.026853813f;
  private static final float A4 = 0.0051883277f;
  private static final float A5 = -0.00080101955f;
  private static final float A6 = 0.00007853867f;

  /** {@code log(1 - erf x) = B0 + B1 x + ...} for x from 1 to 4, from where on erf rounds to 1. */
  private static final float B0 = -0.00034152676f;

  private static final float B1 = -1.1270891f;
  private static final float B2 = -0.63814485f;
  private static final float B3 = -0.10310673f;
  private static final float B4 = 0.021838054f;
  private static final float B5 = -0.0029476557f;
  private static final float B6 = 0.00018637894f;

  private static final float TWO_OVER_PI = 0.63661975f;

  /** Half of pi in three parts; products of the first two with integers below 2^13 are exact. */
  private static final float HALF_PI_HIGH = 1.5703125f;

  private static final float HALF_PI_MIDDLE = 2029 * 0x1p-22f;
  private static final float HALF_PI_LOW = (float) (Math.PI / 2 - HALF_PI_HIGH - HALF_PI_MIDDLE);

  /** Rounds as above, to an integer as it is. */
  private static final float ROUND_QUADRANT = 0x1.8p23f;

  /** {@code sin r = r + r^3 (S0 + S1 r^2 + ...)} for {@code |r| <= pi / 4}. */
  private static final float S0 = -0.16666654f;

  private static final float S1 = 0.008332131f;
  private static final float S2 = -0.00019510838f;

  /** {@code cos r = 1 - r^2 / 2 + r^4 (C0 + C1 r^2 + ...)}. */
  private static final float C0 = 0.041666646f;

  private static final float C1 = -0.0013887306f;
  private static final float C2 = 2.4431205e-5f;

  private final FloatBits bits;

  /** Functions with these steps on bits. */
  public FloatFunctions(FloatBits bits) {
    this.bits = bits;
  }

  /** Computes a function of the first n elements of a; r may be the same array. */
  @FunctionalInterface
  interface Passes {
    /** Computes one block, with {@link #BLOCKS} scratch blocks. */
    void run(float[] a, float[] r, int n, float[][] scratch);
  }

  /** The passes of a function that needs several. */
  Passes passes(Unary.Function function) {
    return switch (function) {
      case EXP -> this::exp;
      case EXPM1 -> this::expm1;
      case LOG -> this::log;
      case LOG1P -> this::log1p;
      case SIN -> this::sin;
      case COS -> this::cos;
      case SIGMOID -> this::sigmoid;
      case ERF -> this::erf;
      default -> throw new IllegalArgumentException(function + " takes one pass");
    };
  }

  /** {@code e^x}; 1 ulp, and 0 instead of results below 1.7e-38. */
  public void exp(float[] a, float[] r, int n, float[][] scratch) {
    var x = scratch[0];
    var power = scratch[1];
    reduce(a, EXP_MIN, x, power, n);
    bits.power(power, n);
    for (var i = 0; i < n; i++) {
      var y = x[i];
      var p = (((((E7 * y + E6) * y + E5) * y + E4) * y + E3) * y + E2) * (y * y) + y + 1;
      r[i] = p * power[i] * 2;
    }
  }

  /** {@code e^x - 1}; 1.5 ulp. */
  void expm1(float[] a, float[] r, int n, float[][] scratch) {
    var x = scratch[0];
    var power = scratch[1];
    reduce(a, EXPM1_MIN, x, power, n);
    bits.power(power, n);
    for (var i = 0; i < n; i++) {
      var y = x[i];
      var p = (((((E7 * y + E6) * y + E5) * y + E4) * y + E3) * y + E2) * (y * y) + y;
      r[i] = (power[i] * p + (power[i] - 0.5f)) * 2;
    }
  }

  /** {@code x = a - k ln 2} with an integer k that stands in the lowest bits of the power. */
  private static void reduce(float[] a, float min, float[] x, float[] power, int n) {
    for (var i = 0; i < n; i++) {
      var y = Math.max(Math.min(a[i], EXP_MAX), min);
      var t = y * LOG2_E + ROUND;
      var k = t - ROUND;
      x[i] = y - k * LN2_HIGH - k * LN2_LOW;
      power[i] = t;
    }
  }

  /** The natural logarithm; 0.9 ulp. */
  void log(float[] a, float[] r, int n, float[][] scratch) {
    var x = scratch[0];
    var exponent = scratch[1];
    bits.split(a, x, exponent, n);
    for (var i = 0; i < n; i++) {
      var f = x[i];
      var k = exponent[i];
      var s = f / (f + 2);
      var z = s * s;
      var p = ((L3 * z + L2) * z + L1) * z;
      var h = f * f * 0.5f;
      r[i] = k * LN2_HIGH - (h - ((h + p) * s + k * LN2_LOW) - f);
    }
  }

  /**
   * {@code log(1 + x)}; 2.5 ulp. The logarithm of the rounded sum is corrected as in the HP-15C
   * Advanced Functions Handbook (1982).
   */
  void log1p(float[] a, float[] r, int n, float[][] scratch) {
    var sum = scratch[2];
    for (var i = 0; i < n; i++) {
      sum[i] = a[i] + 1;
    }
    log(sum, sum, n, scratch);
    bits.correct(a, sum, r, n);
  }

  /** The sine; 1.5 ulp, or 1e-10 if that is more. */
  void sin(float[] a, float[] r, int n, float[][] scratch) {
    quadrants(a, n, scratch, ROUND_QUADRANT);
    bits.sine(a, scratch, r, n);
  }

  /** The cosine; 1.5 ulp, or 1e-10 if that is more. */
  void cos(float[] a, float[] r, int n, float[][] scratch) {
    quadrants(a, n, scratch, ROUND_QUADRANT + 1);
    bits.cosine(a, scratch, r, n);
  }

  /** The number of the quadrant in the lowest bits, and sine and cosine of the rest. */
  private static void quadrants(float[] a, int n, float[][] scratch, float round) {
    var quadrant = scratch[0];
    var sine = scratch[1];
    var cosine = scratch[2];
    for (var i = 0; i < n; i++) {
      var t = a[i] * TWO_OVER_PI + ROUND_QUADRANT;
      var k = t - ROUND_QUADRANT;
      var x = a[i] - k * HALF_PI_HIGH - k * HALF_PI_MIDDLE - k * HALF_PI_LOW;
      quadrant[i] = k + round;
      sine[i] = x;
    }
    for (var i = 0; i < n; i++) {
      var x = sine[i];
      var z = x * x;
      sine[i] = ((S2 * z + S1) * z + S0) * (z * x) + x;
      cosine[i] = ((C2 * z + C1) * z + C0) * (z * z) - 0.5f * z + 1;
    }
  }

  /** {@code 1 / (1 + e^-x)}; 2 ulp, and 0 instead of results below 3e-39. */
  void sigmoid(float[] a, float[] r, int n, float[][] scratch) {
    for (var i = 0; i < n; i++) {
      r[i] = -a[i];
    }
    exp(r, r, n, scratch);
    for (var i = 0; i < n; i++) {
      r[i] = 1 / (r[i] + 1);
    }
  }

  /** The error function; 1.5 ulp. */
  void erf(float[] a, float[] r, int n, float[][] scratch) {
    var large = scratch[2];
    for (var i = 0; i < n; i++) {
      var y = Math.min(Math.abs(a[i]), 4);
      large[i] = (((((B6 * y + B5) * y + B4) * y + B3) * y + B2) * y + B1) * y + B0;
    }
    exp(large, large, n, scratch);
    var small = scratch[0];
    for (var i = 0; i < n; i++) {
      var x = a[i];
      var z = x * x;
      small[i] = ((((((A6 * z + A5) * z + A4) * z + A3) * z + A2) * z + A1) * z + A0) * x + x;
      large[i] = 1 - large[i];
    }
    bits.chooseOuter(a, large, small, r, n);
  }
}
