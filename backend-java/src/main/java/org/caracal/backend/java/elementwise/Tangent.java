package org.caracal.backend.java.elementwise;

import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.DoubleFunction;

/**
 * The hyperbolic tangent of {@code float32} in operators, so that it is computed in one loop with
 * what stands before and behind it: {@code x P(x^2) / Q(x^2)}, bounded by 1; 5.5 ulp. The
 * coefficients are a minimax fit of this project for {@code |x| < 9.02}, from where on the tangent
 * rounds to 1.
 */
final class Tangent {
  private static final double LIMIT = 9.02 * 9.02;

  /** Coefficients of the numerator, the highest power first. */
  private static final double[] P = {
    1.3318901361821702e-08, 2.058336187890576e-05, 0.0034940274579852893, 0.13379712011351008, 1
  };

  /** Coefficients of the denominator, the highest power first. */
  private static final double[] Q = {
    7.76195074268775e-07, 0.00032830811187270405, 0.025871046337516034, 0.46713027252996836, 1
  };

  /** Appends an operator to a program; gives the slot of its result. */
  @FunctionalInterface
  interface Emitter {
    int emit(FusedOperator operator, List<Integer> operands);
  }

  private final Emitter emitter;
  private final DoubleFunction<Integer> constants;

  /**
   * Writes to a program.
   *
   * @param constants gives the slot of a constant
   */
  Tangent(Emitter emitter, DoubleFunction<Integer> constants) {
    this.emitter = emitter;
    this.constants = constants;
  }

  /** The slot of the tangent of what stands in a slot. */
  int of(int x) {
    BinaryOperator<Integer> multiply =
        (a, b) -> emitter.emit(FusedOperator.MULTIPLY, List.of(a, b));
    var square =
        emitter.emit(FusedOperator.MINIMUM, List.of(multiply.apply(x, x), constants.apply(LIMIT)));
    var product = multiply.apply(x, polynomial(P, square));
    var ratio = emitter.emit(FusedOperator.DIVIDE, List.of(product, polynomial(Q, square)));
    var below = emitter.emit(FusedOperator.MINIMUM, List.of(ratio, constants.apply(1)));
    return emitter.emit(FusedOperator.MAXIMUM, List.of(below, constants.apply(-1)));
  }

  private int polynomial(double[] coefficients, int x) {
    int sum = constants.apply(coefficients[0]);
    for (var i = 1; i < coefficients.length; i++) {
      sum = emitter.emit(FusedOperator.FMA, List.of(sum, x, constants.apply(coefficients[i])));
    }
    return sum;
  }
}
