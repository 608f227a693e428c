package org.caracal.core.graph;

import org.caracal.graph.Binary;
import org.caracal.graph.Cast;
import org.caracal.graph.Compare.Relation;
import org.caracal.graph.Constant;
import org.caracal.graph.Select;
import org.caracal.graph.Tensor;
import org.caracal.graph.Unary;
import org.caracal.graph.Unary.Function;

/**
 * Derivatives of elementwise operations. Where the derivative can be had from the result, it is
 * taken from there, so that the operand need not be kept for the backward pass.
 */
final class ElementwiseRules {
  private ElementwiseRules() {}

  /** SIGN and FLOOR have derivative 0 everywhere, ABS has derivative 0 at 0. */
  static Tensor unary(Unary operation, Tensor result, Tensor gradient, int operand) {
    var x = result.operands().get(0);
    return switch (operation.function()) {
      case NEGATE -> gradient.negate();
      case ABS -> gradient.multiply(x.sign());
      case SIGN, FLOOR, NOT -> zeros(x);
      case RECIPROCAL -> gradient.multiply(result.square()).negate();
      case SQRT -> gradient.multiply(0.5).divide(result);
      case EXP -> gradient.multiply(result);
      case EXPM1 -> gradient.multiply(result.add(1));
      case LOG -> gradient.divide(x);
      case LOG1P -> gradient.divide(x.add(1));
      case SIN -> gradient.multiply(x.unary(Function.COS));
      case COS -> gradient.multiply(x.unary(Function.SIN)).negate();
      case TANH -> gradient.multiply(one(x).subtract(result.square()));
      case SIGMOID -> gradient.multiply(result.multiply(one(x).subtract(result)));
      case ERF -> gradient.multiply(x.square().negate().exp()).multiply(2 / Math.sqrt(Math.PI));
    };
  }

  /**
   * At a tie MAXIMUM and MINIMUM give the gradient to the second operand, so that {@code
   * x.maximum(0)} has derivative 0 at 0.
   */
  static Tensor binary(Binary operation, Tensor result, Tensor gradient, int operand) {
    var a = result.operands().get(0);
    var b = result.operands().get(1);
    var first = operand == 0;
    return switch (operation.function()) {
      case ADD -> gradient;
      case SUBTRACT -> first ? gradient : gradient.negate();
      case MULTIPLY -> gradient.multiply(first ? b : a);
      case DIVIDE -> first ? gradient.divide(b) : gradient.multiply(result).divide(b).negate();
      case POWER -> gradient.multiply(first ? powerByBase(a, b) : powerByExponent(a, result));
      case MAXIMUM -> choose(result.compare(Relation.GREATER, b), gradient, first);
      case MINIMUM -> choose(result.compare(Relation.LESS, b), gradient, first);
      case AND, OR -> zeros(a);
    };
  }

  static Tensor select(Select operation, Tensor result, Tensor gradient, int operand) {
    return choose(result.operands().get(0), gradient, operand == 1);
  }

  static Tensor cast(Cast operation, Tensor result, Tensor gradient, int operand) {
    return gradient.cast(result.operands().get(0).dtype());
  }

  /** {@code b a^(b - 1)}, and 0 where b is 0, whatever a is. */
  private static Tensor powerByBase(Tensor a, Tensor b) {
    var derivative = b.multiply(a.power(b.subtract(1)));
    return isConstant(b) ? derivative : b.compare(Relation.EQUAL, 0).select(zeros(a), derivative);
  }

  /** {@code a^b log a}, and 0 where a is 0. */
  private static Tensor powerByExponent(Tensor a, Tensor result) {
    var zero = a.compare(Relation.EQUAL, 0);
    return zero.select(zeros(a), result.multiply(zero.select(one(a), a).log()));
  }

  private static boolean isConstant(Tensor tensor) {
    return tensor.operation() instanceof Constant
        || !tensor.operands().isEmpty() && tensor.operands().get(0).operation() instanceof Constant;
  }

  private static Tensor choose(Tensor condition, Tensor gradient, boolean whereTrue) {
    var zeros = zeros(gradient);
    return whereTrue ? condition.select(gradient, zeros) : condition.select(zeros, gradient);
  }

  private static Tensor zeros(Tensor like) {
    return Tensor.full(0, like.type());
  }

  private static Tensor one(Tensor like) {
    return Tensor.constant(1, like.dtype());
  }
}
