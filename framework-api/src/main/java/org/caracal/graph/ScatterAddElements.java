package org.caracal.graph;

import java.util.List;
import org.caracal.array.TensorType;

/**
 * The adjoint of {@link GatherElements}: elements added up at their indices along an axis. Repeated
 * indices add up in row-major order.
 *
 * @param axis the axis, not negative
 * @param extent the extent of the axis in the result
 */
public record ScatterAddElements(int axis, int extent) implements Operation {
  @Override
  public TensorType infer(List<TensorType> operands) {
    Operands.count(this, operands, 2);
    var updates = operands.get(0).shape();
    Operands.require(
        operands.get(1).dtype().isInteger() && operands.get(1).shape().equals(updates),
        this,
        operands,
        "expected integer indices of the shape of the updates");
    return operands.get(0).withShape(updates.with(axis, extent));
  }
}
