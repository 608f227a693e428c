package org.caracal.backend.java.elementwise;

/**
 * Functions of {@code float64}, within about an ulp. {@link StrictMath} where it has the function:
 * it gives the same bits everywhere, which {@link Math} does not promise.
 */
final class DoubleMath {
  private static final double TWO_OVER_SQRT_PI = 1.1283791670955126;

  private DoubleMath() {}

  static double floor(double x) {
    return Math.floor(x);
  }

  static double exp(double x) {
    return StrictMath.exp(x);
  }

  static double expm1(double x) {
    return StrictMath.expm1(x);
  }

  static double log(double x) {
    return StrictMath.log(x);
  }

  static double log1p(double x) {
    return StrictMath.log1p(x);
  }

  static double sin(double x) {
    return StrictMath.sin(x);
  }

  static double cos(double x) {
    return StrictMath.cos(x);
  }

  static double tanh(double x) {
    return StrictMath.tanh(x);
  }

  static double pow(double a, double b) {
    if (b == 2) {
      return a * a;
    }
    return StrictMath.pow(a, b);
  }

  /**
   * {@code 1 / (1 + e^-x)}, written with {@code e^-|x|} so that small results keep all their
   * digits.
   */
  static double sigmoid(double x) {
    var e = StrictMath.exp(-Math.abs(x));
    return (x >= 0 ? 1 : e) / (1 + e);
  }

  /**
   * Below 3 the series {@code 2/sqrt(pi) e^-x^2 sum 2^n x^(2n+1) / (2n+1)!!}, above the continued
   * fraction of 1 - erf.
   */
  static double erf(double x) {
    var z = Math.abs(x);
    if (!(z < 6)) {
      return Double.isNaN(x) ? x : Math.signum(x);
    }
    var result = z < 3 ? series(z) : 1 - complement(z);
    return Math.copySign(result, x);
  }

  private static double series(double z) {
    var sum = 0.0;
    for (var n = 60; n > 0; n--) {
      sum = 2 * z * z / (2 * n + 1) * (1 + sum);
    }
    return TWO_OVER_SQRT_PI * z * StrictMath.exp(-z * z) * (1 + sum);
  }

  private static double complement(double z) {
    var tail = 0.0;
    for (var n = 60; n > 0; n--) {
      tail = 0.5 * n / (z + tail);
    }
    return 0.5 * TWO_OVER_SQRT_PI * StrictMath.exp(-z * z) / (z + tail);
  }
}
