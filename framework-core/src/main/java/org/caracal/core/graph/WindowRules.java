package org.caracal.core.graph;

import org.caracal.array.Shape;
import org.caracal.graph.Tensor;
import org.caracal.graph.WindowArgMax;
import org.caracal.graph.WindowMax;
import org.caracal.graph.WindowMaxGradient;
import org.caracal.graph.WindowSum;
import org.caracal.graph.WindowSumGradient;

/** Derivatives of sliding windows. */
final class WindowRules {
  private WindowRules() {}

  /** Of elements that tie, the first one of the window gets the gradient. */
  static Tensor max(WindowMax operation, Tensor result, Tensor gradient, int operand) {
    var input = result.operands().get(0);
    return Tensor.of(new WindowMaxGradient(operation.geometry()), input, gradient);
  }

  /** Nothing comes from the input, which only says where elements go. */
  static Tensor maxGradient(
      WindowMaxGradient operation, Tensor result, Tensor gradient, int operand) {
    var input = result.operands().get(0);
    if (operand == 0) {
      return Tensor.constant(0, input.dtype()).broadcast(input.shape());
    }
    var leading = input.shape().rank() - operation.geometry().rank();
    var places = result.operands().get(1).shape();
    var winners = Tensor.of(new WindowArgMax(operation.geometry()), input);
    return gradient
        .reshape(flatten(input.shape(), leading))
        .gatherElements(leading, winners.reshape(flatten(places, leading)))
        .reshape(places);
  }

  static Tensor sum(WindowSum operation, Tensor result, Tensor gradient, int operand) {
    var input = result.operands().get(0);
    return Tensor.of(new WindowSumGradient(operation.geometry(), input.shape()), gradient);
  }

  static Tensor sumGradient(
      WindowSumGradient operation, Tensor result, Tensor gradient, int operand) {
    return Tensor.of(new WindowSum(operation.geometry()), gradient);
  }

  /** The shape with its spatial axes, those from {@code leading} on, joined into one. */
  private static Shape flatten(Shape shape, int leading) {
    return shape.slice(0, leading).concat(Shape.of(shape.slice(leading, shape.rank()).size()));
  }
}
