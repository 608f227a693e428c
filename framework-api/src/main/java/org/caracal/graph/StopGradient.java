package org.caracal.graph;

import java.util.List;
import org.caracal.array.TensorType;

/** The operand itself, through which no gradient flows. */
public record StopGradient() implements Operation {
  @Override
  public TensorType infer(List<TensorType> operands) {
    Operands.count(this, operands, 1);
    return operands.get(0);
  }
}
