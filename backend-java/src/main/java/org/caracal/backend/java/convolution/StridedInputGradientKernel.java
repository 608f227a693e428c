package org.caracal.backend.java.convolution;

import java.util.List;
import java.util.function.Function;
import org.caracal.array.DType;
import org.caracal.array.Shape;
import org.caracal.backend.java.movement.Fill;
import org.caracal.backend.java.movement.StridedCopy;
import org.caracal.backend.java.parallel.Finish;
import org.caracal.backend.java.parallel.Partition;
import org.caracal.backend.java.parallel.Producer;
import org.caracal.backend.java.parallel.Scratch;
import org.caracal.backend.java.parallel.ThreadPool;
import org.caracal.backend.java.parallel.Workspace;
import org.caracal.graph.ConvolutionGeometry;

/**
 * The gradient of a strided convolution in its input, phase after phase, as {@link StridePhase}
 * tells: none of the zeros that a stride puts between the elements of the output's gradient is
 * multiplied.
 */
final class StridedInputGradientKernel implements Producer {
  /** Estimated time to finish an element. */
  private static final double NANOS = 0.5;

  private record Part(StridedCopy kernel, Producer convolution, StridedCopy elements) {}

  private final DType dtype;
  private final Shape input;
  private final List<Part> parts;
  private final boolean complete;
  private final Scratch weights;
  private final Scratch elements;
  private final Finish finish;
  private final Partition finishing;
  private final ThreadPool pool;
  private final ThreadPool.Task end = this::finish;

  /**
   * A kernel for some shapes.
   *
   * @param convolutions makes the kernel of a convolution
   */
  StridedInputGradientKernel(
      ConvolutionGeometry geometry,
      DType dtype,
      Shape input,
      Shape kernel,
      Shape output,
      Function<ConvolutionProblem, Producer> convolutions,
      Finish finish,
      ThreadPool pool,
      Workspace workspace) {
    this.dtype = dtype;
    this.input = input;
    this.finish = finish;
    this.pool = pool;
    var phases = StridePhase.all(geometry, input, kernel, output);
    parts =
        phases.stream()
            .map(
                phase ->
                    new Part(
                        phase.kernel(dtype, kernel, pool),
                        convolutions.apply(phase.problem()),
                        phase.elements(dtype, input, geometry, pool)))
            .toList();
    complete = phases.stream().mapToInt(StridePhase::size).sum() == input.size();
    weights =
        workspace.shared(
            dtype,
            "kernel of a phase",
            phases.stream().mapToInt(StridePhase::weights).max().orElse(0));
    elements =
        workspace.shared(
            dtype,
            "elements of a phase",
            phases.stream().mapToInt(StridePhase::size).max().orElse(0));
    finishing = Partition.of(pool, input.extent(0) * input.extent(1), NANOS * input.size());
  }

  @Override
  public void run(Object gradient, Object kernel, Object result) {
    if (!complete) {
      Fill.run(dtype, result, input.size(), 0);
    }
    for (var i = 0; i < parts.size(); i++) {
      var part = parts.get(i);
      part.kernel.run(kernel, weights.array());
      part.convolution.run(gradient, weights.array(), elements.array());
      part.elements.run(elements.array(), result);
    }
    if (finish != Finish.NONE) {
      pool.run(finishing.chunks(), end);
    }
  }

  private void finish(int chunk, int worker) {
    var size = input.slice(2, input.rank()).size();
    for (var unit = finishing.start(chunk); unit < finishing.end(chunk); unit++) {
      finish.run(worker, unit * size, size);
    }
  }
}
