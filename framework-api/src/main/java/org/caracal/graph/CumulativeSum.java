package org.caracal.graph;

import java.util.List;
import org.caracal.array.DType;
import org.caracal.array.TensorType;

/**
 * The running sum along an axis.
 *
 * @param axis the axis
 * @param exclusive whether an element leaves itself out
 * @param reverse whether to run from the end
 */
public record CumulativeSum(int axis, boolean exclusive, boolean reverse) implements Operation {
  @Override
  public TensorType infer(List<TensorType> operands) {
    Operands.count(this, operands, 1);
    Operands.require(
        operands.get(0).dtype() != DType.BOOL, this, operands, "expected a number type");
    operands.get(0).shape().axis(axis);
    return operands.get(0);
  }
}
