package org.caracal.graph;

import java.util.List;
import org.caracal.array.TensorType;

/**
 * A value that is given from outside: data, a parameter, state, the random key. Each such tensor is
 * its own.
 *
 * @param name what the value is called, a path for parameters
 * @param type element type and shape
 */
public record Input(String name, TensorType type) implements Operation {
  @Override
  public TensorType infer(List<TensorType> operands) {
    Operands.count(this, operands, 0);
    return type;
  }
}
