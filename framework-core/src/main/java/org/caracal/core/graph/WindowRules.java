package org.caracal.core.graph;

import org.caracal.array.Shape;
import org.caracal.graph.ScatterAddElements;
import org.caracal.graph.Tensor;
import org.caracal.graph.WindowArgMax;
import org.caracal.graph.WindowMax;
import org.caracal.graph.WindowSum;
import org.caracal.graph.WindowSumGradient;

/** Derivatives of sliding windows. */
final class WindowRules {
  private WindowRules() {}

  /** Of elements that tie, the first one of the window gets the gradient. */
  static Tensor max(WindowMax operation, Tensor result, Tensor gradient, int operand) {
    var input = result.operands().get(0);
    var leading = input.shape().rank() - operation.geometry().rank();
    var flatInput = flatten(input.shape(), leading);
    var flatResult = flatten(result.shape(), leading);
    var winners = Tensor.of(new WindowArgMax(operation.geometry()), input).reshape(flatResult);
    var scatter = new ScatterAddElements(leading, flatInput.extent(leading));
    return Tensor.of(scatter, gradient.reshape(flatResult), winners).reshape(input.shape());
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
