package org.caracal.backend.java.convolution;

import org.caracal.array.TensorType;
import org.caracal.backend.Kernel;
import org.caracal.backend.java.matmul.Panels;
import org.caracal.backend.java.parallel.Finish;
import org.caracal.backend.java.parallel.Producer;
import org.caracal.backend.java.parallel.ThreadPool;
import org.caracal.backend.java.parallel.Workspace;
import org.caracal.graph.ConvolutionGeometry;

/**
 * Makes kernels of convolutions and their gradients.
 *
 * @param loops what packs images
 * @param pool threads
 * @param workspace scratch memory
 */
public record Convolutions(ConvolutionLoops loops, ThreadPool pool, Workspace workspace) {
  /** The convolution; its results are finished as they are computed. */
  public Producer forward(
      ConvolutionGeometry geometry,
      TensorType input,
      TensorType kernel,
      TensorType output,
      Panels panels,
      Finish finish) {
    var problem =
        ConvolutionProblem.forward(geometry, input.shape(), kernel.shape(), output.shape());
    return kernel(problem, output, false, panels, finish);
  }

  /** The gradient in the input; its results are finished as they are computed. */
  public Producer inputGradient(
      ConvolutionGeometry geometry,
      TensorType gradient,
      TensorType kernel,
      TensorType input,
      Panels panels,
      Finish finish) {
    var problem =
        ConvolutionProblem.inputGradient(geometry, input.shape(), kernel.shape(), gradient.shape());
    return kernel(problem, input, true, panels, finish);
  }

  private Producer kernel(
      ConvolutionProblem problem,
      TensorType result,
      boolean reverses,
      Panels panels,
      Finish finish) {
    var patches = loops.patches(result.dtype());
    return new ConvolutionKernel(
        problem, result.dtype(), reverses, panels, patches, finish, pool, workspace);
  }

  /** The gradient in the kernel. */
  public Kernel kernelGradient(
      ConvolutionGeometry geometry,
      TensorType input,
      TensorType gradient,
      TensorType kernel,
      Panels panels) {
    var problem =
        ConvolutionProblem.forward(geometry, input.shape(), kernel.shape(), gradient.shape());
    var patches = loops.patches(kernel.dtype());
    return new ConvolutionKernelGradientKernel(
        problem, kernel.dtype(), panels, patches, pool, workspace);
  }
}
