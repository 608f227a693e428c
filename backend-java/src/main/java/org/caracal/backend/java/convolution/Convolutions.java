package org.caracal.backend.java.convolution;

import java.util.Optional;
import org.caracal.array.DType;
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
 * @param exact whether no algorithm is used that loses accuracy
 * @param pool threads
 * @param workspace scratch memory
 */
public record Convolutions(
    ConvolutionLoops loops, boolean exact, ThreadPool pool, Workspace workspace) {
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
    var winograd = winograd(problem, result);
    if (winograd.isPresent()) {
      var lines = loops.tiles(winograd.get());
      return new WinogradKernel(
          problem, winograd.get(), reverses, lines, panels, finish, pool, workspace);
    }
    var sums = loops.sums(result.dtype());
    if (sums.isPresent()) {
      return new DirectConvolutionKernel(
          problem, result.dtype(), reverses, sums.get(), panels, finish, pool, workspace);
    }
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
    var winograd = winograd(problem, kernel);
    if (winograd.isPresent()) {
      var lines = loops.tiles(winograd.get());
      return new WinogradKernelGradientKernel(
          problem, winograd.get(), lines, panels, pool, workspace);
    }
    var sums = loops.sums(kernel.dtype());
    if (sums.isPresent()) {
      return new DirectKernelGradientKernel(
          problem, kernel.dtype(), sums.get(), panels, pool, workspace);
    }
    var patches = loops.patches(kernel.dtype());
    return new ConvolutionKernelGradientKernel(
        problem, kernel.dtype(), panels, patches, pool, workspace);
  }

  private Optional<Winograd> winograd(ConvolutionProblem problem, TensorType result) {
    return result.dtype() == DType.FLOAT32 && !exact ? Winograd.of(problem) : Optional.empty();
  }
}
