package org.caracal.backend.java.convolution;

import org.caracal.array.DType;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;
import org.caracal.backend.Buffer;
import org.caracal.backend.HeapBuffer;
import org.caracal.backend.Kernel;
import org.caracal.backend.java.movement.StridedCopy;
import org.caracal.backend.java.parallel.Partition;
import org.caracal.backend.java.parallel.Scratch;
import org.caracal.backend.java.parallel.ThreadPool;
import org.caracal.backend.java.parallel.Workspace;
import org.caracal.graph.ConvolutionGeometry;

/** Convolves images, or the gradient of images; threads share the images. */
public final class ConvolutionKernel implements Kernel {
  private final ConvolutionProblem problem;
  private final ConvolutionTaps taps;
  private final ConvolutionLoops loops;
  private final ImagePadding padding;
  private final StridedCopy reversal;
  private final boolean reverses;
  private final Scratch reversed;
  private final Scratch[] padded;
  private final Scratch[] patches;
  private final Partition images;
  private final ThreadPool pool;
  private final ThreadPool.Task task = this::chunk;

  private Object x = new Object();
  private Object kernel = new Object();
  private Object result = new Object();

  private ConvolutionKernel(
      ConvolutionProblem problem,
      DType dtype,
      StridedCopy reversal,
      boolean reverses,
      ThreadPool pool,
      Workspace workspace) {
    this.problem = problem;
    this.taps = problem.taps();
    this.loops = dtype == DType.FLOAT64 ? new DoubleConvolution() : new FloatConvolution();
    this.padding = new ImagePadding(dtype, problem.groups() * problem.channels(), problem, pool);
    this.reversal = reversal;
    this.reverses = reverses;
    this.pool = pool;
    var size = problem.groups() * problem.filters() * problem.rows();
    reversed = workspace.shared(dtype, "reversed kernel", reverses ? size : 0);
    padded = workspace.each(pool.threads(), dtype, "padded image", padding.paddedSize);
    patches =
        workspace.each(pool.threads(), dtype, "patches", taps.rows.length * taps.columns.length);
    images =
        Partition.of(pool, problem.images(), 0.3 * problem.images() * size * taps.columns.length);
  }

  /** The forward convolution. */
  public static Kernel forward(
      ConvolutionGeometry geometry,
      TensorType input,
      TensorType kernel,
      TensorType output,
      ThreadPool pool,
      Workspace workspace) {
    var problem =
        ConvolutionProblem.forward(geometry, input.shape(), kernel.shape(), output.shape());
    return new ConvolutionKernel(
        problem, input.dtype(), reversal(problem, input.dtype(), pool), false, pool, workspace);
  }

  /** The gradient in the input. */
  public static Kernel inputGradient(
      ConvolutionGeometry geometry,
      TensorType gradient,
      TensorType kernel,
      TensorType input,
      ThreadPool pool,
      Workspace workspace) {
    var problem =
        ConvolutionProblem.inputGradient(geometry, input.shape(), kernel.shape(), gradient.shape());
    return new ConvolutionKernel(
        problem, input.dtype(), reversal(problem, input.dtype(), pool), true, pool, workspace);
  }

  /** Kernel {@code [G K', C', taps]} to {@code [G C', K', taps reversed]}. */
  private static StridedCopy reversal(ConvolutionProblem problem, DType dtype, ThreadPool pool) {
    var taps = problem.kernel().size();
    var extents = new int[] {problem.groups(), problem.filters(), problem.channels(), taps};
    var group = problem.filters() * problem.channels() * taps;
    var from = new int[] {group, taps, problem.filters() * taps, -1};
    return new StridedCopy(dtype, extents, taps - 1, from, 0, Shape.of(extents).strides(), pool);
  }

  @Override
  public void run(Buffer[] inputs, Buffer[] outputs) {
    x = ((HeapBuffer) inputs[0]).array();
    kernel = ((HeapBuffer) inputs[1]).array();
    result = ((HeapBuffer) outputs[0]).array();
    if (reverses) {
      reversal.run(kernel, reversed.array());
      kernel = reversed.array();
    }
    pool.run(images.chunks(), task);
  }

  private void chunk(int chunk, int worker) {
    for (var image = images.start(chunk); image < images.end(chunk); image++) {
      padding.run(x, image * padding.imageSize, padded[worker].array());
      for (var group = 0; group < problem.groups(); group++) {
        var at = (image * problem.groups() + group) * problem.filters() * taps.columns.length;
        loops.apply(
            problem,
            taps,
            kernel,
            group,
            padded[worker].array(),
            patches[worker].array(),
            result,
            at);
      }
    }
  }
}
