package org.caracal.graph;

import java.util.List;
import org.caracal.array.DType;
import org.caracal.array.TensorType;

/** Elementwise {@code condition ? a : b} of the operands condition ({@code bool}), a and b. */
public record Select() implements Operation {
  @Override
  public TensorType infer(List<TensorType> operands) {
    Operands.count(this, operands, 3);
    var value = operands.get(1);
    Operands.require(
        operands.get(0).equals(value.withDType(DType.BOOL)) && operands.get(2).equals(value),
        this,
        operands,
        "expected bool and twice the same type, all of one shape");
    return value;
  }
}
