package org.caracal.graph;

import java.util.List;
import org.caracal.array.DType;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;

/**
 * A scalar constant; other shapes are {@link Broadcast}s of it.
 *
 * @param value the value, converted to the element type
 * @param dtype the element type
 */
public record Constant(double value, DType dtype) implements Operation {
  @Override
  public TensorType infer(List<TensorType> operands) {
    Operands.count(this, operands, 0);
    return new TensorType(dtype, Shape.SCALAR);
  }
}
