package org.caracal.backend.java.elementwise;

import org.caracal.graph.Unary;

/**
 * Functions of {@code float64} over blocks that start at index 0 of their arrays, made like those
 * of {@link FloatFunctions}, with longer polynomials.
 */
public final class DoubleFunctions {
  /** The number of scratch blocks that a function needs. */
  public static final int BLOCKS = 3;

  private static final double LOG2_E = 1.4426950408889634;

  /** ln 2 in two parts; products of the first with small integers are exact. */
  private static final double LN2_HIGH = 0x1.62e42feep-1;

  private static final double LN2_LOW = 0x1.a39ef35793c76p-33;

  /** Rounds to an integer in the lowest bits, plus 1022. */
  private static final double ROUND = 0x1.8p52 + 1022;

  private static final double EXP_MAX = 710;
  private static final double EXP_MIN = -708.3;
  private static final double EXPM1_MIN = -40;
  private static final double TANH_MAX = 40;

  /** {@code e^r = 1 + r + r^2 (E2 + E3 r + ...)} for {@code |r| <= ln(2) / 2}. */
  private static final double E2 = 0.5;

  private static final double E3 = 0.1666666666666667;
  private static final double E4 = 0.041666666666651114;
  private static final double E5 = 0.008333333333325565;
  private static final double E6 = 0.0013888888896005421;
  private static final double E7 = 0.0001984126987680321;
  private static final double E8 = 2.4801574025206005e-05;
  private static final double E9 = 2.7557252900050223e-06;
  private static final double E10 = 2.756813799572824e-07;
  private static final double E11 = 2.510625060952597e-08;
  private static final double E12 = 1.7688204317127196e-09;

  /** {@code log((1 + s) / (1 - s)) = 2 s + s (L1 s^2 + L2 s^4 + ...)}. */
  private static final double L1 = 0.6666666666666745;

  private static final double L2 = 0.39999999999339336;
  private static final double L3 = 0.28571428760595696;
  private static final double L4 = 0.22222196570095423;
  private static final double L5 = 0.18183674828793403;
  private static final double L6 = 0.15311072328718048;
  private static final double L7 = 0.14827151964314514;

  /** {@code erf x = x + x (A0 + A1 x^2 + ...)} for {@code |x| < 1}. */
  private static final double A0 = 0.1283791670955126;

  private static final double A1 = -0.3761263890318375;
  private static final double A2 = 0.11283791670954857;
  private static final double A3 = -0.026866170645072893;
  private static final double A4 = 0.0052239776247808645;
  private static final double A5 = -0.0008548326978742236;
  private static final double A6 = 0.00012055331036905532;
  private static final double A7 = -1.4925593507129719e-05;
  private static final double A8 = 1.64609728222301e-06;
  private static final double A9 = -1.6350025290735934e-07;
  private static final double A10 = 1.4657880378817484e-08;
  private static final double A11 = -1.136566831407018e-09;
  private static final double A12 = 5.945266160202463e-11;

  /** {@code log(1 - erf x) = B0 + B1 (x - 1) + ...} for x from 1 to 6. */
  private static final double B0 = -1.8496055099332482;

  private static final double B1 = -2.6389675142347913;
  private static final double B2 = -0.8431072563584867;
  private static final double B3 = -0.041561098046495513;
  private static final double B4 = 0.010033825434025468;
  private static final double B5 = -0.001977903020075834;
  private static final double B6 = 0.00023732471064116093;
  private static final double B7 = 2.627031930586697e-05;
  private static final double B8 = -2.7140818422020233e-05;
  private static final double B9 = 9.576411130616536e-06;
  private static final double B10 = -2.0166741404588343e-06;
  private static final double B11 = 9.967704943581253e-08;
  private static final double B12 = 1.3045693755454485e-07;
  private static final double B13 = -7.110193093095006e-08;
  private static final double B14 = 2.3263777682795215e-08;
  private static final double B15 = -5.597361979956381e-09;
  private static final double B16 = 1.0217769786985003e-09;
  private static final double B17 = -1.3883041066640756e-10;
  private static final double B18 = 1.3275136566115501e-11;
  private static final double B19 = -7.96656306495729e-13;
  private static final double B20 = 2.2528104115609604e-14;

  private final DoubleBits bits;

  /** Functions with these steps on bits. */
  public DoubleFunctions(DoubleBits bits) {
    this.bits = bits;
  }

  /** Computes a function of the first n elements of a; r may be the same array. */
  @FunctionalInterface
  interface Passes {
    /** Computes one block, with {@link #BLOCKS} scratch blocks. */
    void run(double[] a, double[] r, int n, double[][] scratch);
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
      case TANH -> this::tanh;
      case SIGMOID -> this::sigmoid;
      case ERF -> this::erf;
      default -> throw new IllegalArgumentException(function + " takes one pass");
    };
  }

  /** {@code e^x}; 1 ulp, and 0 instead of results below 3.2e-308. */
  public void exp(double[] a, double[] r, int n, double[][] scratch) {
    var x = scratch[0];
    var power = scratch[1];
    reduce(a, EXP_MIN, x, power, n);
    bits.power(power, n);
    for (var i = 0; i < n; i++) {
      var y = x[i];
      var p = (((((E12 * y + E11) * y + E10) * y + E9) * y + E8) * y + E7) * y + E6;
      p = ((((p * y + E5) * y + E4) * y + E3) * y + E2) * (y * y) + y + 1;
      r[i] = p * power[i] * 2;
    }
  }

  /** {@code e^x - 1}; 1.5 ulp. */
  void expm1(double[] a, double[] r, int n, double[][] scratch) {
    var x = scratch[0];
    var power = scratch[1];
    reduce(a, EXPM1_MIN, x, power, n);
    bits.power(power, n);
    for (var i = 0; i < n; i++) {
      var y = x[i];
      var p = (((((E12 * y + E11) * y + E10) * y + E9) * y + E8) * y + E7) * y + E6;
      p = ((((p * y + E5) * y + E4) * y + E3) * y + E2) * (y * y) + y;
      r[i] = (power[i] * p + (power[i] - 0.5)) * 2;
    }
  }

  /** {@code x = a - k ln 2} with an integer k that stands in the lowest bits of the power. */
  private static void reduce(double[] a, double min, double[] x, double[] power, int n) {
    for (var i = 0; i < n; i++) {
      var y = Math.max(Math.min(a[i], EXP_MAX), min);
      var t = y * LOG2_E + ROUND;
      var k = t - ROUND;
      x[i] = y - k * LN2_HIGH - k * LN2_LOW;
      power[i] = t;
    }
  }

  /** The natural logarithm; 0.9 ulp. */
  void log(double[] a, double[] r, int n, double[][] scratch) {
    var x = scratch[0];
    var exponent = scratch[1];
    bits.split(a, x, exponent, n);
    for (var i = 0; i < n; i++) {
      var f = x[i];
      var k = exponent[i];
      var s = f / (f + 2);
      var z = s * s;
      var p = ((((((L7 * z + L6) * z + L5) * z + L4) * z + L3) * z + L2) * z + L1) * z;
      var h = f * f * 0.5;
      r[i] = k * LN2_HIGH - (h - ((h + p) * s + k * LN2_LOW) - f);
    }
  }

  /**
   * {@code log(1 + x)}; 2.5 ulp. The logarithm of the rounded sum is corrected as in the HP-15C
   * Advanced Functions Handbook (1982).
   */
  void log1p(double[] a, double[] r, int n, double[][] scratch) {
    var sum = scratch[2];
    for (var i = 0; i < n; i++) {
      sum[i] = a[i] + 1;
    }
    log(sum, sum, n, scratch);
    bits.correct(a, sum, r, n);
  }

  /** The sine. */
  void sin(double[] a, double[] r, int n, double[][] scratch) {
    for (var i = 0; i < n; i++) {
      r[i] = StrictMath.sin(a[i]);
    }
  }

  /** The cosine. */
  void cos(double[] a, double[] r, int n, double[][] scratch) {
    for (var i = 0; i < n; i++) {
      r[i] = StrictMath.cos(a[i]);
    }
  }

  /** {@code (e^2x - 1) / (e^2x + 1)} of |x|, with the sign of x; 2.5 ulp. */
  void tanh(double[] a, double[] r, int n, double[][] scratch) {
    var e = scratch[2];
    for (var i = 0; i < n; i++) {
      e[i] = Math.min(Math.abs(a[i] + a[i]), TANH_MAX);
    }
    expm1(e, e, n, scratch);
    for (var i = 0; i < n; i++) {
      e[i] = e[i] / (e[i] + 2);
    }
    bits.copySign(e, a, r, n);
  }

  /** {@code 1 / (1 + e^-x)}; 2 ulp, and 0 instead of results below 6e-309. */
  void sigmoid(double[] a, double[] r, int n, double[][] scratch) {
    for (var i = 0; i < n; i++) {
      r[i] = -a[i];
    }
    exp(r, r, n, scratch);
    for (var i = 0; i < n; i++) {
      r[i] = 1 / (r[i] + 1);
    }
  }

  /** The error function; 1.5 ulp. */
  void erf(double[] a, double[] r, int n, double[][] scratch) {
    var large = scratch[2];
    for (var i = 0; i < n; i++) {
      var y = Math.min(Math.abs(a[i]), 6) - 1;
      var p = (((((B20 * y + B19) * y + B18) * y + B17) * y + B16) * y + B15) * y + B14;
      p = (((((p * y + B13) * y + B12) * y + B11) * y + B10) * y + B9) * y + B8;
      p = (((((p * y + B7) * y + B6) * y + B5) * y + B4) * y + B3) * y + B2;
      large[i] = (p * y + B1) * y + B0;
    }
    exp(large, large, n, scratch);
    var small = scratch[0];
    for (var i = 0; i < n; i++) {
      var x = a[i];
      var z = x * x;
      var p = (((((A12 * z + A11) * z + A10) * z + A9) * z + A8) * z + A7) * z + A6;
      p = (((((p * z + A5) * z + A4) * z + A3) * z + A2) * z + A1) * z + A0;
      small[i] = p * x + x;
      large[i] = 1 - large[i];
    }
    bits.chooseOuter(a, large, small, r, n);
  }
}
