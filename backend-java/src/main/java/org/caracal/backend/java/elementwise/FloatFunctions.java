package org.caracal.backend.java.elementwise;

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
import static org.caracal.backend.java.elementwise.Exponential.MOST;
import static org.caracal.backend.java.elementwise.Exponential.ROUND;

import org.caracal.graph.Unary;

/**
 * Functions of {@code float32} over blocks that start at index 0 of their arrays, in several passes
 * that keep what they compute in scratch blocks. Passes of arithmetic are plain loops that the
 * compiler turns into vector instructions; what it cannot, steps on the bits of numbers and choices
 * between numbers, are {@link FloatBits}. Additions and multiplications round one by one, or once
 * as a fused multiply-add, as written here, so the results are the same on every machine.
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

  private static final float EXPM1_MIN = -20;

  /** {@code log((1 + s) / (1 - s)) = 2 s + s (L1 s^2 + L2 s^4 + ...)}. */
  private static final float L1 = 0.6666678f;

  private static final float L2 = 0.39976612f;
  private static final float L3 = 0.29898658f;

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
      default -> throw new IllegalArgumentException(function + " takes one pass");
    };
  }

  /** {@code e^x}; 1 ulp, and 0 instead of results below 1.7e-38. */
  public void exp(float[] a, float[] r, int n, float[][] scratch) {
    var x = scratch[0];
    var power = scratch[1];
    reduce(a, LEAST, x, power, n);
    bits.power(power, n);
    for (var i = 0; i < n; i++) {
      var y = x[i];
      var p = Math.fma(Math.fma(tail(y), y, 1), y, 1);
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
      var p = Math.fma(y * y, tail(y), y);
      r[i] = (power[i] * p + (power[i] - 0.5f)) * 2;
    }
  }

  /** {@code (e^x - 1 - x) / x^2}. */
  private static float tail(float x) {
    var p = Math.fma(E7, x, E6);
    p = Math.fma(p, x, E5);
    p = Math.fma(p, x, E4);
    p = Math.fma(p, x, E3);
    return Math.fma(p, x, E2);
  }

  /** {@code x = a - k ln 2} with an integer k that stands in the lowest bits of the power. */
  private static void reduce(float[] a, float min, float[] x, float[] power, int n) {
    for (var i = 0; i < n; i++) {
      var y = Math.max(Math.min(a[i], MOST), min);
      var t = Math.fma(y, LOG2_E, ROUND);
      var k = t - ROUND;
      x[i] = Math.fma(k, -LN2_LOW, Math.fma(k, -LN2_HIGH, y));
      power[i] = t;
    }
  }

  /** The natural logarithm; 0.9 ulp. */
  public void log(float[] a, float[] r, int n, float[][] scratch) {
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
}
