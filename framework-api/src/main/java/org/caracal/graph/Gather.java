package org.caracal.graph;

import java.util.List;
import org.caracal.array.TensorType;

/**
 * Slices of the operand picked by index along an axis: {@code [a, E, b], [i, j] -> [a, i, j, b]}
 * for axis 1. The second operand holds indices ({@code int32} or {@code int64}) in [0, E); others
 * fail when run.
 *
 * @param axis the axis
 */
public record Gather(int axis) implements Operation {
  @Override
  public TensorType infer(List<TensorType> operands) {
    Operands.count(this, operands, 2);
    var shape = operands.get(0).shape();
    var at = shape.axis(axis);
    Operands.require(
        operands.get(1).dtype().isInteger(), this, operands, "expected integer indices");
    return operands
        .get(0)
        .withShape(
            shape
                .slice(0, at)
                .concat(operands.get(1).shape())
                .concat(shape.slice(at + 1, shape.rank())));
  }
}
