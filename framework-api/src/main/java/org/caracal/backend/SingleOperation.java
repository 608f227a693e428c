package org.caracal.backend;

import java.util.List;
import org.caracal.array.TensorType;
import org.caracal.graph.Operation;

/**
 * One operation as it stands in the graph. Backends must provide all primitives but {@link
 * org.caracal.graph.Input}, {@link org.caracal.graph.StopGradient} and {@link
 * org.caracal.graph.Reshape}, which the engine resolves itself; composites are theirs to claim.
 *
 * @param operation the operation with its attributes
 * @param inputs types of the operands
 */
public record SingleOperation(Operation operation, List<TensorType> inputs)
    implements KernelRequest {
  /** Copies the list. */
  public SingleOperation {
    inputs = List.copyOf(inputs);
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
