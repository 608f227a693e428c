package org.caracal.graph;

import java.util.List;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;

/**
 * The operand with a constant put before, after and between its elements along each axis.
 *
 * @param low number of elements before
 * @param high number of elements after
 * @param interior number of elements between two neighbours
 * @param value the constant
 */
public record Pad(List<Integer> low, List<Integer> high, List<Integer> interior, double value)
    implements Operation {
  /** Copies the lists. */
  public Pad {
    low = List.copyOf(low);
    high = List.copyOf(high);
    interior = List.copyOf(interior);
  }

  @Override
  public TensorType infer(List<TensorType> operands) {
    Operands.count(this, operands, 1);
    var shape = operands.get(0).shape();
    Operands.require(
        low.size() == shape.rank()
            && high.size() == shape.rank()
            && interior.size() == shape.rank(),
        this,
        operands,
        "expected one entry for each axis");
    var extents = new int[shape.rank()];
    for (var axis = 0; axis < extents.length; axis++) {
      Operands.require(
          low.get(axis) >= 0 && high.get(axis) >= 0 && interior.get(axis) >= 0,
          this,
          operands,
          "expected no negative padding");
      var gaps = Math.max(0, shape.extent(axis) - 1) * interior.get(axis);
      extents[axis] = low.get(axis) + shape.extent(axis) + gaps + high.get(axis);
    }
    return operands.get(0).withShape(Shape.of(extents));
  }
}
