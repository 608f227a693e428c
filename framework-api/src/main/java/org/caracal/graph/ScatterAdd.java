package org.caracal.graph;

import java.util.List;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;

/**
 * The adjoint of {@link Gather}: slices added up at their indices, {@code [a, i, j, b], [i, j] ->
 * [a, E, b]} for axis 1. Repeated indices add up in row-major order.
 *
 * @param axis the axis
 * @param extent the extent E of the axis in the result
 */
public record ScatterAdd(int axis, int extent) implements Operation {
  @Override
  public TensorType infer(List<TensorType> operands) {
    Operands.count(this, operands, 2);
    var updates = operands.get(0).shape();
    var indices = operands.get(1).shape();
    Operands.require(
        operands.get(1).dtype().isInteger()
            && axis >= 0
            && updates.rank() >= axis + indices.rank()
            && updates.slice(axis, axis + indices.rank()).equals(indices),
        this,
        operands,
        "expected integer indices whose shape stands at the axis of the updates");
    return operands
        .get(0)
        .withShape(
            updates
                .slice(0, axis)
                .concat(Shape.of(extent))
                .concat(updates.slice(axis + indices.rank(), updates.rank())));
  }
}
