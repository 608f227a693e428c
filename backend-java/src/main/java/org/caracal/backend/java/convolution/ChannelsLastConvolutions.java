package org.caracal.backend.java.convolution;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.caracal.array.DType;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;
import org.caracal.backend.Kernel;
import org.caracal.backend.SingleOperation;
import org.caracal.backend.java.matmul.Panels;
import org.caracal.backend.java.parallel.Finish;
import org.caracal.backend.java.parallel.Producer;
import org.caracal.backend.java.parallel.ThreadPool;
import org.caracal.backend.java.parallel.Workspace;
import org.caracal.graph.ChannelsLast;
import org.caracal.graph.Convolution;
import org.caracal.graph.ConvolutionInputGradient;
import org.caracal.graph.ConvolutionKernelGradient;

/**
 * Makes kernels of convolutions of images whose channels stand last, where such are fast.
 *
 * @param loops the loops for tiles
 * @param exact whether no algorithm is used that loses accuracy
 * @param pool threads
 * @param workspace scratch memory
 */
public record ChannelsLastConvolutions(
    ConvolutionLoops loops, boolean exact, ThreadPool pool, Workspace workspace) {

  /**
   * What makes the kernel of a convolution or of its gradient in the images; its results are
   * finished as they are computed.
   */
  public Optional<Function<Finish, Producer>> producer(
      ChannelsLast images, SingleOperation request, Panels panels) {
    if (!suits(request)) {
      return Optional.empty();
    }
    var operand = channelsFirst(request.inputs().get(0));
    var kernel = request.inputs().get(1).shape();
    var reverses = images.operation() instanceof ConvolutionInputGradient;
    ConvolutionProblem problem;
    if (images.operation() instanceof Convolution operation) {
      var output = channelsFirst(request.output());
      problem = ConvolutionProblem.forward(operation.geometry(), operand, kernel, output);
    } else if (images.operation() instanceof ConvolutionInputGradient operation) {
      var input = operation.inputShape();
      problem = ConvolutionProblem.inputGradient(operation.geometry(), input, kernel, operand);
    } else {
      return Optional.empty();
    }
    var constant = request.constants().contains(1);
    var algorithm = Winograd.of(problem, constant);
    if (algorithm.isPresent()) {
      var winograd = algorithm.get();
      return Optional.of(
          finish ->
              new WinogradKernel(
                  problem,
                  winograd,
                  loops.tiles(winograd),
                  new KernelPoints(problem, winograd, reverses, constant, panels, pool, workspace),
                  panels,
                  finish,
                  pool,
                  workspace));
    }
    return RowProducts.suit(problem, reverses)
        ? Optional.of(
            finish ->
                new RowConvolutionKernel(
                    problem,
                    new RowWeights(problem, reverses, constant, panels, pool, workspace),
                    panels,
                    finish,
                    pool,
                    workspace))
        : Optional.empty();
  }

  /** The kernel of a convolution's gradient in its kernel. */
  public Optional<Kernel> kernelGradient(
      ChannelsLast images, SingleOperation request, Panels panels) {
    if (!suits(request) || !(images.operation() instanceof ConvolutionKernelGradient operation)) {
      return Optional.empty();
    }
    var problem =
        ConvolutionProblem.forward(
            operation.geometry(),
            channelsFirst(request.inputs().get(0)),
            operation.kernelShape(),
            channelsFirst(request.inputs().get(1)));
    var algorithm = Winograd.of(problem, false);
    if (algorithm.isPresent()) {
      var winograd = algorithm.get();
      return Optional.of(
          new WinogradKernelGradientKernel(
              problem, winograd, loops.tiles(winograd), panels, pool, workspace));
    }
    return RowProducts.suit(problem, false)
        ? Optional.of(new RowKernelGradientKernel(problem, panels, pool, workspace))
        : Optional.empty();
  }

  private static Shape channelsFirst(TensorType images) {
    return ChannelsLast.toFirst(images.shape().rank()).infer(List.of(images)).shape();
  }

  private boolean suits(SingleOperation request) {
    return request.output().dtype() == DType.FLOAT32 && !exact;
  }
}
