package org.caracal.backend.java.convolution;

import org.caracal.array.DType;
import org.caracal.array.TensorType;
import org.caracal.backend.Kernel;
import org.caracal.backend.SingleOperation;
import org.caracal.backend.java.matmul.Panels;
import org.caracal.backend.java.parallel.Finish;
import org.caracal.backend.java.parallel.Producer;
import org.caracal.backend.java.parallel.ThreadPool;
import org.caracal.backend.java.parallel.Workspace;
import org.caracal.graph.ConvolutionGeometry;

/**
 * Makes kernels of convolutions and their gradients, of images whose channels stand first.
 *
 * @param loops what packs images
 * @param pool threads
 * @param workspace scratch memory
 */
public record Convolutions(ConvolutionLoops loops, ThreadPool pool, Workspace workspace) {
  /** With fewer filters in a group, as depthwise, phases of a strided gradient don't pay. */
  private static final int FEW = 4;

  /** Matrix products of fewer terms take as long to start as to compute. */
  private static final int FEW_TERMS = 16;

  /** The convolution; its results are finished as they are computed. */
  public Producer forward(
      ConvolutionGeometry geometry, SingleOperation request, Panels panels, Finish finish) {
    var input = request.inputs().get(0).shape();
    var kernel = request.inputs().get(1).shape();
    var problem = ConvolutionProblem.forward(geometry, input, kernel, request.output().shape());
    return kernel(problem, request.output().dtype(), false, panels, finish);
  }

  /** The gradient in the input; its results are finished as they are computed. */
  public Producer inputGradient(
      ConvolutionGeometry geometry, SingleOperation request, Panels panels, Finish finish) {
    var gradient = request.inputs().get(0).shape();
    var kernel = request.inputs().get(1).shape();
    var dtype = request.output().dtype();
    var input = request.output().shape();
    var problem = ConvolutionProblem.inputGradient(geometry, input, kernel, gradient);
    if (geometry.stride().stream().anyMatch(stride -> stride > 1) && problem.channels() >= FEW) {
      return new StridedInputGradientKernel(
          geometry,
          dtype,
          input,
          kernel,
          gradient,
          phase -> kernel(phase, dtype, false, panels, Finish.NONE),
          finish,
          pool,
          workspace);
    }
    return kernel(problem, dtype, true, panels, finish);
  }

  private Producer kernel(
      ConvolutionProblem problem, DType dtype, boolean reverses, Panels panels, Finish finish) {
    var sums = loops.sums(dtype);
    if (sums.isPresent() && !isProduct(problem)) {
      return new DirectConvolutionKernel(
          problem, dtype, reverses, sums.get(), panels, finish, pool, workspace);
    }
    var patches = loops.patches(dtype);
    return new ConvolutionKernel(
        problem, dtype, reverses, panels, patches, finish, pool, workspace);
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
    if (PositionKernelGradientKernel.suits(problem)) {
      return new PositionKernelGradientKernel(
          problem, kernel.dtype(), loops.positionSums(kernel.dtype()), pool, workspace);
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

  /** Whether matrix products are faster than sums over taps. */
  private static boolean isProduct(ConvolutionProblem problem) {
    return problem.kernel().size() == 1 && problem.channels() >= FEW_TERMS;
  }
}
