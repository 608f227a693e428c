package org.caracal.graph;

import java.util.List;
import org.caracal.array.TensorType;

/**
 * Elements picked by index along an axis, {@code out[i, j] = operand[i, index[i, j]]} for axis 1 of
 * 2. The second operand holds indices ({@code int32} or {@code int64}); its shape, which is the
 * result's, may differ from the first operand's along the axis only.
 *
 * @param axis the axis, not negative
 */
public record GatherElements(int axis) implements Operation {
  @Override
  public TensorType infer(List<TensorType> operands) {
    Operands.count(this, operands, 2);
    var shape = operands.get(0).shape();
    var indices = operands.get(1).shape();
    Operands.require(
        operands.get(1).dtype().isInteger()
            && axis >= 0
            && axis < shape.rank()
            && indices.rank() == shape.rank()
            && shape.with(axis, 1).equals(indices.with(axis, 1)),
        this,
        operands,
        "expected integer indices whose shape differs along the axis only");
    return operands.get(0).withShape(indices);
  }
}
