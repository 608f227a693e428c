package org.caracal.graph;

import java.util.List;
import org.caracal.array.TensorType;

/**
 * Each element is its index along an axis.
 *
 * @param type element type and shape
 * @param axis the axis that counts
 */
public record Iota(TensorType type, int axis) implements Operation {
  @Override
  public TensorType infer(List<TensorType> operands) {
    Operands.count(this, operands, 0);
    type.shape().axis(axis);
    return type;
  }
}
