package org.caracal.core.plan;

import java.util.List;
import org.caracal.backend.ElementwiseProgram;
import org.caracal.backend.Epilogue;
import org.caracal.backend.Kernel;
import org.caracal.backend.KernelRequest;
import org.caracal.backend.SingleOperation;

/**
 * A kernel call before its buffers are known: what it reads and writes, as nodes that have storage.
 */
final class Unit {
  final KernelRequest request;
  final Kernel kernel;
  final List<Node> inputs;
  final List<Node> outputs;

  /** The segment in which it runs. */
  int segment;

  /** Rank in the preferred order of execution. */
  int position;

  Unit(KernelRequest request, Kernel kernel, List<Node> inputs, List<Node> outputs) {
    this.request = request;
    this.kernel = kernel;
    this.inputs = inputs;
    this.outputs = outputs;
  }

  /**
   * The index of the first input that may share its buffer with an output, see {@link Kernel#run}.
   */
  int firstProgramInput() {
    if (request instanceof ElementwiseProgram) {
      return 0;
    }
    return request instanceof Epilogue epilogue
        ? epilogue.producer().inputs().size()
        : inputs.size();
  }

  /**
   * Such as {@code %7 float32[128, 512] = MatMul[...] + ADD, MAXIMUM (x, dense_1/kernel,
   * dense_1/bias)}.
   */
  @Override
  public String toString() {
    var text = new StringBuilder();
    for (var i = 0; i < outputs.size(); i++) {
      text.append(i == 0 ? "" : ", ")
          .append(outputs.get(i))
          .append(' ')
          .append(request.outputs().get(i));
    }
    text.append(" = ");
    if (request instanceof SingleOperation single) {
      text.append(single.operation());
    } else if (request instanceof ElementwiseProgram program) {
      text.append(describe(program));
    } else if (request instanceof Epilogue epilogue) {
      text.append(epilogue.producer().operation())
          .append(" + ")
          .append(describe(epilogue.program()));
    }
    return text.append(' ').append(inputs).toString();
  }

  private static String describe(ElementwiseProgram program) {
    var text = new StringBuilder();
    for (var step : program.steps()) {
      text.append(text.isEmpty() ? "{" : ", ").append(step.operation()).append(step.operands());
    }
    return text.append('}').toString();
  }
}
