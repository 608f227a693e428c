package org.caracal.core.plan;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.caracal.backend.ElementwiseProgram;
import org.caracal.backend.Epilogue;
import org.caracal.backend.Kernel;
import org.caracal.backend.KernelRequest;
import org.caracal.backend.Reduction;
import org.caracal.backend.SingleOperation;

/**
 * A kernel call before its buffers are known: what it reads and writes, as nodes that have storage.
 */
final class Unit {
  final KernelRequest request;
  final Kernel kernel;
  final List<Node> inputs;
  final List<Node> outputs;

  /** The nodes that it computes, those included that nobody else reads. */
  final List<Node> members;

  /** The segment in which it runs. */
  int segment;

  /** Rank in the preferred order of execution. */
  int position;

  Unit(
      KernelRequest request,
      Kernel kernel,
      List<Node> inputs,
      List<Node> outputs,
      List<Node> members) {
    this.request = request;
    this.kernel = kernel;
    this.inputs = inputs;
    this.outputs = outputs;
    this.members = members;
    segment = members.stream().mapToInt(member -> member.segment).max().orElseThrow();
    position = members.stream().mapToInt(member -> member.position).max().orElseThrow();
  }

  /**
   * The index of the first input that may share its buffer with an output, see {@link Kernel#run}.
   */
  int firstProgramInput(int output) {
    if (request instanceof ElementwiseProgram
        || request instanceof Reduction reduction && output < reduction.stored()) {
      return 0;
    }
    return request instanceof Epilogue epilogue
        ? epilogue.producer().inputs().size()
        : inputs.size();
  }

  /** Where this stands in a step of these segments; not for what is computed once. */
  Instrument.Site site(List<Segment> all) {
    var ordered =
        members.stream().sorted(Comparator.comparingInt(member -> member.position)).toList();
    var segments = ordered.stream().map(member -> member.segment).toList();
    var home =
        ordered.stream()
            .filter(member -> !member.isElementwise()) // what is not outweighs all others
            .map(member -> member.segment)
            .findFirst()
            .orElseGet(() -> mostFrequent(segments));
    return new Instrument.Site(
        all.get(home),
        segments.stream().filter(other -> !other.equals(home)).distinct().map(all::get).toList(),
        request);
  }

  /** The first of those that are there most often. */
  private static Integer mostFrequent(List<Integer> segments) {
    var best = segments.get(0);
    for (var candidate : segments) {
      if (Collections.frequency(segments, candidate) > Collections.frequency(segments, best)) {
        best = candidate;
      }
    }
    return best;
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
    } else if (request instanceof Reduction reduction) {
      text.append(describe(reduction.program()))
          .append(" -> ")
          .append(reduction.functions())
          .append(reduction.axes());
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
