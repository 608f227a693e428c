package org.caracal.graph;

import java.util.List;
import org.caracal.array.TensorType;

/**
 * The elements in reverse order along some axes.
 *
 * @param axes the axes, not negative
 */
public record Reverse(List<Integer> axes) implements Operation {
  /** Copies the axes. */
  public Reverse {
    axes = List.copyOf(axes);
  }

  @Override
  public TensorType infer(List<TensorType> operands) {
    Operands.count(this, operands, 1);
    axes.forEach(axis -> operands.get(0).shape().axis(axis));
    return operands.get(0);
  }
}
