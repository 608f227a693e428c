package org.caracal.backend.java.elementwise;

import java.util.List;

/**
 * How {@code e^x} is computed in {@code float32}: {@code x = k ln 2 + r} with an integer k, so that
 * {@code e^x = 2^k e^r}, where {@code e^r} is a polynomial.
 */
public final class Exponential {
  /** The largest argument that is told from larger ones; its result is infinite. */
  public static final float MOST = 89;

  /** The smallest argument; results below 1.7e-38 are 0. */
  public static final float LEAST = -87.3f;

  /** The logarithm of e to the base of 2. */
  public static final float LOG2_E = 1.442695f;

  /** ln 2 in two parts; products of the first with small integers are exact. */
  public static final float LN2_HIGH = 0x1.62e4p-1f;

  /** The smaller part. */
  public static final float LN2_LOW = (float) (0.6931471805599453 - LN2_HIGH);

  /**
   * Added to a number of moderate size, leaves it rounded to an integer in the lowest bits, plus
   * 126: shifted to the place of the exponent, these make half of the power of two.
   */
  public static final float ROUND = 0x1.8p23f + 126;

  /** {@code e^r = 1 + r + r^2 (E2 + E3 r + ...)} for {@code |r| <= ln(2) / 2}. */
  public static final float E2 = 0.5f;

  /** The factor of r^3. */
  public static final float E3 = 0.16666667f;

  /** The factor of r^4. */
  public static final float E4 = 0.041666314f;

  /** The factor of r^5. */
  public static final float E5 = 0.0083332155f;

  /** The factor of r^6. */
  public static final float E6 = 0.0013944313f;

  /** The factor of r^7. */
  public static final float E7 = 0.00019964637f;

  private Exponential() {}

  /**
   * Writes the exponential of what stands in a slot to a program, in the operators of {@link
   * FloatFunctions#exp}; gives the slot of the result.
   */
  static int write(Emitter program, int x) {
    var most = program.emit(FusedOperator.MINIMUM, List.of(x, program.constant(MOST)));
    var y = program.emit(FusedOperator.MAXIMUM, List.of(most, program.constant(LEAST)));
    var round = program.constant(ROUND);
    var t = program.emit(FusedOperator.FMA, List.of(y, program.constant(LOG2_E), round));
    var k = program.emit(FusedOperator.SUBTRACT, List.of(t, round));
    var rest = program.emit(FusedOperator.FMA, List.of(k, program.constant(-LN2_HIGH), y));
    var r = program.emit(FusedOperator.FMA, List.of(k, program.constant(-LN2_LOW), rest));
    var p = program.polynomial(new double[] {E7, E6, E5, E4, E3, E2, 1, 1}, r);
    var half = program.emit(FusedOperator.POWER_OF_TWO, List.of(t));
    var product = program.emit(FusedOperator.MULTIPLY, List.of(p, half));
    return program.emit(FusedOperator.ADD, List.of(product, product));
  }

  /** The same for {@code 1 / (1 + e^-x)}. */
  static int writeSigmoid(Emitter program, int x) {
    var power = write(program, program.emit(FusedOperator.NEGATE, List.of(x)));
    var sum = program.emit(FusedOperator.ADD, List.of(power, program.constant(1)));
    return program.emit(FusedOperator.RECIPROCAL, List.of(sum));
  }
}
