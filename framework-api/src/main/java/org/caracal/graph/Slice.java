package org.caracal.graph;

import java.util.List;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;

/**
 * The elements from {@code start} (inclusive) to {@code end} (exclusive) in steps along each axis.
 *
 * @param start first index for each axis
 * @param end end for each axis
 * @param step positive step for each axis
 */
public record Slice(List<Integer> start, List<Integer> end, List<Integer> step)
    implements Operation {
  /** Copies the lists. */
  public Slice {
    start = List.copyOf(start);
    end = List.copyOf(end);
    step = List.copyOf(step);
  }

  @Override
  public TensorType infer(List<TensorType> operands) {
    Operands.count(this, operands, 1);
    var shape = operands.get(0).shape();
    Operands.require(
        start.size() == shape.rank() && end.size() == shape.rank() && step.size() == shape.rank(),
        this,
        operands,
        "expected one entry for each axis");
    var extents = new int[shape.rank()];
    for (var axis = 0; axis < extents.length; axis++) {
      var from = start.get(axis);
      var to = end.get(axis);
      Operands.require(
          0 <= from && from <= to && to <= shape.extent(axis) && step.get(axis) >= 1,
          this,
          operands,
          "axis " + axis + " has extent " + shape.extent(axis));
      extents[axis] = (to - from + step.get(axis) - 1) / step.get(axis);
    }
    return operands.get(0).withShape(Shape.of(extents));
  }
}
