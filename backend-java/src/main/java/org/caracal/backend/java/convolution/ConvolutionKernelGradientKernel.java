package org.caracal.backend.java.convolution;

import org.caracal.array.DType;
import org.caracal.array.TensorType;
import org.caracal.backend.Buffer;
import org.caracal.backend.HeapBuffer;
import org.caracal.backend.Kernel;
import org.caracal.backend.java.movement.Fill;
import org.caracal.backend.java.parallel.Scratch;
import org.caracal.backend.java.parallel.ThreadPool;
import org.caracal.backend.java.parallel.Workspace;
import org.caracal.graph.ConvolutionGeometry;

/**
 * The gradient of a convolution in its kernel, added up over the images in order; threads share the
 * groups.
 */
public final class ConvolutionKernelGradientKernel implements Kernel {
  private final ConvolutionProblem problem;
  private final ConvolutionTaps taps;
  private final ConvolutionLoops loops;
  private final ImagePadding padding;
  private final Scratch padded;
  private final Scratch patches;
  private final TensorType output;

  /** A kernel for operands of these types. */
  public ConvolutionKernelGradientKernel(
      ConvolutionGeometry geometry,
      TensorType input,
      TensorType gradient,
      TensorType output,
      ThreadPool pool,
      Workspace workspace) {
    this.problem =
        ConvolutionProblem.forward(geometry, input.shape(), output.shape(), gradient.shape());
    this.taps = problem.taps();
    this.loops = input.dtype() == DType.FLOAT64 ? new DoubleConvolution() : new FloatConvolution();
    this.padding =
        new ImagePadding(input.dtype(), problem.groups() * problem.channels(), problem, pool);
    this.padded = workspace.shared(input.dtype(), "padded image", padding.paddedSize);
    this.patches =
        workspace.shared(input.dtype(), "patches", taps.rows.length * taps.columns.length);
    this.output = output;
  }

  @Override
  public void run(Buffer[] inputs, Buffer[] outputs) {
    var x = ((HeapBuffer) inputs[0]).array();
    var gradient = ((HeapBuffer) inputs[1]).array();
    var result = ((HeapBuffer) outputs[0]).array();
    Fill.run(output.dtype(), result, output.shape().size(), 0);
    for (var image = 0; image < problem.images(); image++) {
      padding.run(x, image * padding.imageSize, padded.array());
      for (var group = 0; group < problem.groups(); group++) {
        var at = (image * problem.groups() + group) * problem.filters() * taps.columns.length;
        loops.kernelGradient(
            problem, taps, gradient, at, group, padded.array(), patches.array(), result, true);
      }
    }
  }
}
