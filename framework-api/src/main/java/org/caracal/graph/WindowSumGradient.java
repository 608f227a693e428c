package org.caracal.graph;

import java.util.List;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;

/**
 * The adjoint of {@link WindowSum}: each element is added to all places of its window.
 *
 * @param geometry how the window slides
 * @param inputShape the shape of the input of the sum
 */
public record WindowSumGradient(WindowGeometry geometry, Shape inputShape) implements Operation {
  @Override
  public TensorType infer(List<TensorType> operands) {
    Operands.count(this, operands, 1);
    var input = operands.get(0).withShape(inputShape);
    var expected = geometry.infer(this, List.of(input));
    Operands.require(
        operands.get(0).equals(expected),
        this,
        operands,
        "expected a gradient of type " + expected);
    return input;
  }
}
