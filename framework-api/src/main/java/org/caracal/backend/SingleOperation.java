package org.caracal.backend;

import java.util.List;
import java.util.Set;
import org.caracal.array.TensorType;
import org.caracal.graph.Operation;

/**
 * One operation as it stands in the graph. Backends must provide all primitives but {@link
 * org.caracal.graph.Input}, {@link org.caracal.graph.StopGradient} and {@link
 * org.caracal.graph.Reshape}, which the engine resolves itself; composites are theirs to claim.
 *
 * @param operation the operation with its attributes
 * @param inputs types of the operands
 * @param constants indices of the operands whose elements are the same in all runs of the kernel,
 *     such as the weights of a model in use; it may keep what it computes from them in its first
 *     run
 */
public record SingleOperation(Operation operation, List<TensorType> inputs, Set<Integer> constants)
    implements KernelRequest {
  /** Copies the collections. */
  public SingleOperation {
    inputs = List.copyOf(inputs);
    constants = Set.copyOf(constants);
  }

  /** An operation of which all operands may change from run to run. */
  public SingleOperation(Operation operation, List<TensorType> inputs) {
    this(operation, inputs, Set.of());
  }

  /** The type of the result. */
  public TensorType output() {
    return operation.infer(inputs);
  }

  @Override
  public List<TensorType> outputs() {
    return List.of(output());
  }
}
