package org.caracal.backend.java.elementwise;

import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;
import org.caracal.graph.Unary;

/**
 * An odd function of {@code float32} that tends to 1, in operators, so that it is computed in one
 * loop with what stands before and behind it: {@code x P(x^2) / Q(x^2)}, bounded by 1. The
 * coefficients are minimax fits of this project up to a limit from where on the function rounds to
 * 1.
 */
enum SaturatingFunction {
  /** The hyperbolic tangent; 5.5 ulp. */
  TANGENT(
      9.02,
      new double[] {
        1.3318901361821702e-08, 2.058336187890576e-05, 0.0034940274579852893, 0.13379712011351008, 1
      },
      new double[] {
        7.76195074268775e-07, 0.00032830811187270405, 0.025871046337516034, 0.46713027252996836, 1
      }),

  /** The error function; 6 ulp. */
  ERROR(
      3.92,
      new double[] {
        2.0500103547939582e-06,
        0.00028487205333650484,
        0.0037654729754454364,
        0.052748269271135385,
        0.19040413400816736,
        1.1283791462212729
      },
      new double[] {
        3.809035436636489e-05,
        0.00116248639320547,
        0.014968939840448784,
        0.11410801399273739,
        0.5020740130122822,
        1
      });

  private final double square;

  /** Coefficients of the numerator, the highest power first. */
  private final double[] numerator;

  /** Coefficients of the denominator, the highest power first. */
  private final double[] denominator;

  SaturatingFunction(double limit, double[] numerator, double[] denominator) {
    this.square = limit * limit;
    this.numerator = numerator;
    this.denominator = denominator;
  }

  /** The function that computes another, if one does. */
  static Optional<SaturatingFunction> of(Unary.Function function) {
    return switch (function) {
      case TANH -> Optional.of(TANGENT);
      case ERF -> Optional.of(ERROR);
      default -> Optional.empty();
    };
  }

  /** Writes the function of what stands in a slot to a program; gives the slot of the result. */
  int write(Emitter program, int x) {
    BinaryOperator<Integer> multiply =
        (a, b) -> program.emit(FusedOperator.MULTIPLY, List.of(a, b));
    var bounded = List.of(multiply.apply(x, x), program.constant(square));
    var z = program.emit(FusedOperator.MINIMUM, bounded);
    var product = multiply.apply(x, program.polynomial(numerator, z));
    var ratio =
        program.emit(FusedOperator.DIVIDE, List.of(product, program.polynomial(denominator, z)));
    var below = program.emit(FusedOperator.MINIMUM, List.of(ratio, program.constant(1)));
    return program.emit(FusedOperator.MAXIMUM, List.of(below, program.constant(-1)));
  }
}
