package org.caracal.backend;

import java.util.List;
import org.caracal.array.DType;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;
import org.caracal.graph.Operation;

/**
 * A fused chain of elementwise operations over one iteration shape. Registers are numbered: first
 * one for each input, then one for each step, in order. For every element of the shape, each
 * input's element is loaded (inputs are broadcast to the shape by the usual rule), the steps are
 * computed, and the output registers are stored.
 *
 * @param shape the iteration shape, which all outputs have
 * @param inputs types of the inputs; each shape broadcasts to {@code shape}
 * @param steps the operations
 * @param results numbers of the registers to store
 */
public record ElementwiseProgram(
    Shape shape, List<TensorType> inputs, List<Step> steps, List<Integer> results)
    implements KernelRequest {
  /**
   * One operation of a program.
   *
   * @param operation one of Unary, Binary, Compare, Select, Cast, Constant
   * @param operands numbers of the registers that it reads, all smaller than its own
   * @param dtype element type of its result
   */
  public record Step(Operation operation, List<Integer> operands, DType dtype) {
    /** Copies the list. */
    public Step {
      operands = List.copyOf(operands);
    }
  }

  /** Copies the lists. */
  public ElementwiseProgram {
    inputs = List.copyOf(inputs);
    steps = List.copyOf(steps);
    results = List.copyOf(results);
  }

  /** The element type of a register. */
  public DType dtype(int register) {
    return register < inputs.size()
        ? inputs.get(register).dtype()
        : steps.get(register - inputs.size()).dtype();
  }

  @Override
  public List<TensorType> outputs() {
    return results.stream().map(register -> new TensorType(dtype(register), shape)).toList();
  }
}
