package org.caracal.graph;

import java.util.List;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;

/**
 * The same elements in row-major order under another shape of equal size.
 *
 * @param shape the shape of the result
 */
public record Reshape(Shape shape) implements Operation {
  @Override
  public TensorType infer(List<TensorType> operands) {
    Operands.count(this, operands, 1);
    Operands.require(
        operands.get(0).shape().size() == shape.size(),
        this,
        operands,
        "expected " + shape.size() + " elements");
    return operands.get(0).withShape(shape);
  }
}
