package org.caracal.graph;

import java.util.List;
import java.util.Optional;
import org.caracal.array.TensorType;

/**
 * An operation that can be written in terms of primitives. A backend may claim it and supply a
 * kernel of its own; otherwise its decomposition is used. Implementations are records: equal ones
 * compute the same.
 */
public non-sealed interface Composite extends Operation {
  /** The name by which backends know this operation, such as {@code softmax}. */
  String name();

  /** The result in terms of other operations. */
  Tensor decompose(List<Tensor> operands);

  /**
   * The vector-Jacobian product: for the gradient of the result the gradients of all operands, if
   * this operation knows a better way than differentiating its decomposition.
   */
  default Optional<List<Tensor>> vjp(List<Tensor> operands, Tensor result, Tensor gradient) {
    return Optional.empty();
  }

  @Override
  default TensorType infer(List<TensorType> operands) {
    return decompose(operands.stream().map(type -> Tensor.input("operand", type)).toList()).type();
  }
}
