package org.caracal.graph;

import java.util.List;
import org.caracal.array.TensorType;

/**
 * The gradient of {@link WindowMax} by its input: each element of a gradient is added to the place
 * of the first largest element in its window; all other places are 0. The operands are the input
 * {@code [..., spatial]} and the gradient {@code [..., spatial']}; the result has the type of the
 * input.
 *
 * @param geometry how the window slides
 */
public record WindowMaxGradient(WindowGeometry geometry) implements Operation {
  @Override
  public TensorType infer(List<TensorType> operands) {
    Operands.count(this, operands, 2);
    var input = operands.get(0);
    var expected = geometry.infer(this, List.of(input));
    Operands.require(
        operands.get(1).equals(expected),
        this,
        operands,
        "expected a gradient of type " + expected);
    return input;
  }
}
