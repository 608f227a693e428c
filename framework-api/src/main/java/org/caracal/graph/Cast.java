package org.caracal.graph;

import java.util.List;
import org.caracal.array.DType;
import org.caracal.array.TensorType;

/**
 * The operand converted to another element type as Java converts (towards zero); true is 1, and
 * what is not 0 is true.
 *
 * @param dtype the element type of the result
 */
public record Cast(DType dtype) implements Operation {
  @Override
  public TensorType infer(List<TensorType> operands) {
    Operands.count(this, operands, 1);
    return operands.get(0).withDType(dtype);
  }
}
