package org.caracal.graph;

import java.util.List;
import org.caracal.array.DType;
import org.caracal.array.TensorType;

/**
 * The indices ({@code int32}) that sort the elements along an axis; equal elements keep their
 * order.
 *
 * @param axis the axis
 * @param descending whether the largest comes first
 */
public record ArgSort(int axis, boolean descending) implements Operation {
  @Override
  public TensorType infer(List<TensorType> operands) {
    Operands.count(this, operands, 1);
    operands.get(0).shape().axis(axis);
    return operands.get(0).withDType(DType.INT32);
  }
}
