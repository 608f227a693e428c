package org.caracal.core.graph;

import org.caracal.graph.Operation;
import org.caracal.graph.Tensor;

/**
 * The vector-Jacobian product of one kind of operation, written in operations that can be
 * differentiated again.
 *
 * @param <O> the kind of operation
 */
@FunctionalInterface
interface VjpRule<O extends Operation> {
  /**
   * What the gradient of {@code result} contributes to the gradient of one operand.
   *
   * @param operation what computed the result
   * @param result the result, with its operands
   * @param gradient the gradient of the result, of its type
   * @param operand the index of the operand, which is of floating type
   * @return a tensor of the operand's type
   */
  Tensor gradient(O operation, Tensor result, Tensor gradient, int operand);
}
