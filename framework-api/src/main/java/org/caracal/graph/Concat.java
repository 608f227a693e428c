package org.caracal.graph;

import java.util.List;
import org.caracal.array.TensorType;

/**
 * The operands one after the other along an axis.
 *
 * @param axis the axis
 */
public record Concat(int axis) implements Operation {
  @Override
  public TensorType infer(List<TensorType> operands) {
    Operands.require(!operands.isEmpty(), this, operands, "expected at least one operand");
    var first = operands.get(0);
    var at = first.shape().axis(axis);
    var extent = 0;
    for (var operand : operands) {
      Operands.require(
          operand.dtype() == first.dtype()
              && operand.shape().rank() == first.shape().rank()
              && operand.shape().with(at, 1).equals(first.shape().with(at, 1)),
          this,
          operands,
          "expected operands that differ only along the axis");
      extent += operand.shape().extent(at);
    }
    return first.withShape(first.shape().with(at, extent));
  }
}
