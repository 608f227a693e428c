package org.caracal.core.training;

import java.util.List;
import org.caracal.graph.MatMul;
import org.caracal.graph.Tensor;

/**
 * Scalars that tell whether gradients are finite.
 *
 * <p>That of a matrix product, which most parameters have, need not be computed for that: no
 * element of {@code A B} is larger than {@code sum|A| sum|B|}. So it can be computed together with
 * the update, piece by piece, and is never stored.
 */
final class GradientBound {
  /** More than what rounding adds to a sum of products. */
  private static final double MARGIN = 2;

  private GradientBound() {}

  /** A scalar that is not finite if one of the gradients is not. */
  static Tensor of(List<Tensor> gradients) {
    return gradients.stream().map(GradientBound::of).reduce(Tensor::add).orElseThrow();
  }

  private static Tensor of(Tensor gradient) {
    if (!isOfOperands(gradient)) {
      return gradient.sum(false);
    }
    var left = gradient.operands().get(0);
    var right = gradient.operands().get(1);
    return magnitude(left).multiply(magnitude(right)).multiply(MARGIN);
  }

  /** Whether the bound of a gradient is one of its operands, so that it need not be computed. */
  static boolean isOfOperands(Tensor gradient) {
    return gradient.operation() instanceof MatMul
        && gradient.operands().stream().allMatch(operand -> operand.shape().size() > 0);
  }

  private static Tensor magnitude(Tensor operand) {
    return operand.abs().sum(false);
  }
}
