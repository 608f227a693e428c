package org.caracal.backend.java;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.caracal.array.DType;
import org.caracal.array.TensorType;
import org.caracal.backend.Kernel;
import org.caracal.backend.SingleOperation;
import org.caracal.backend.java.convolution.ChannelsLastConvolutions;
import org.caracal.backend.java.convolution.Convolutions;
import org.caracal.backend.java.elementwise.EpilogueKernel;
import org.caracal.backend.java.matmul.MatMulKernel;
import org.caracal.backend.java.matmul.Panels;
import org.caracal.backend.java.matmul.RowProductKernel;
import org.caracal.backend.java.matmul.SwappedProductKernel;
import org.caracal.backend.java.matmul.ThinProductKernel;
import org.caracal.backend.java.parallel.Finish;
import org.caracal.backend.java.parallel.Producer;
import org.caracal.backend.java.parallel.ThreadPool;
import org.caracal.backend.java.parallel.Workspace;
import org.caracal.graph.ChannelsLast;
import org.caracal.graph.Convolution;
import org.caracal.graph.ConvolutionInputGradient;
import org.caracal.graph.ConvolutionKernelGradient;
import org.caracal.graph.MatMul;

/** Makes the kernels of matrix products and convolutions. */
final class ProductKernels {
  private final Loops loops;
  private final ThreadPool pool;
  private final Workspace workspace;
  private final Convolutions convolutions;
  private final ChannelsLastConvolutions channelsLast;
  private final Map<DType, Panels> panels = new EnumMap<>(DType.class);

  ProductKernels(Loops loops, boolean exact, ThreadPool pool, Workspace workspace) {
    this.loops = loops;
    this.pool = pool;
    this.workspace = workspace;
    this.convolutions = new Convolutions(loops.convolution(), pool, workspace);
    this.channelsLast = new ChannelsLastConvolutions(loops.convolution(), exact, pool, workspace);
  }

  private Panels panels(TensorType type) {
    return panels.computeIfAbsent(type.dtype(), loops.products()::panels);
  }

  private Producer matmul(
      MatMul operation, List<TensorType> inputs, TensorType output, Finish finish) {
    var products = loops.products();
    if (ThinProductKernel.suits(operation, inputs.get(0), output)) {
      var thin =
          ThinProductKernel.isOfOneTerm(operation, inputs.get(0))
              ? products.rowScale(output.dtype())
              : products.rowDot(output.dtype());
      return new ThinProductKernel(operation, inputs.get(0), output, thin, finish, pool);
    }
    if (RowProductKernel.suits(operation, output)) {
      var sum = products.rowSum(output.dtype());
      return new RowProductKernel(operation, inputs.get(0), output, sum, finish, pool);
    }
    if (isSwapped(operation, inputs.get(0), output)) {
      return new SwappedProductKernel(
          inputs.get(0), output, panels(output), finish, pool, workspace);
    }
    return new MatMulKernel(
        operation, inputs.get(0), output, panels(output), finish, pool, workspace);
  }

  private boolean isSwapped(MatMul operation, TensorType left, TensorType output) {
    return loops.products().useVectors() && SwappedProductKernel.suits(operation, left, output);
  }

  Kernel kernelGradient(
      ConvolutionKernelGradient operation, List<TensorType> inputs, TensorType output) {
    return convolutions.kernelGradient(
        operation.geometry(), inputs.get(0), inputs.get(1), output, panels(output));
  }

  /** The same of images whose channels stand last, if that has a kernel. */
  Optional<Kernel> kernelGradient(ChannelsLast images, SingleOperation request) {
    return channelsLast.kernelGradient(images, request, panels(request.output()));
  }

  /** What makes the kernel of an operation whose result can be passed on without being stored. */
  Optional<EpilogueKernel.PassingMaker> passing(SingleOperation request) {
    var output = request.output();
    if (loops.products().useVectors()
        && request.operation() instanceof MatMul operation
        && !ThinProductKernel.suits(operation, request.inputs().get(0), output)
        && !RowProductKernel.suits(operation, output)
        && request.inputs().get(0).shape().size() > 0) {
      var left = request.inputs().get(0);
      return Optional.of(
          receiver ->
              isSwapped(operation, left, output)
                  ? new SwappedProductKernel(
                      left, output, panels(output), receiver, pool, workspace)
                  : new MatMulKernel(
                      operation, left, output, panels(output), receiver, pool, workspace));
    }
    return Optional.empty();
  }

  /** What makes the kernel of an operation whose results can be finished as they are computed. */
  Optional<EpilogueKernel.Maker> producer(SingleOperation request) {
    var inputs = request.inputs();
    var output = request.output();
    if (request.operation() instanceof MatMul operation) {
      return Optional.of(finish -> matmul(operation, inputs, output, finish));
    }
    if (request.operation() instanceof Convolution operation) {
      return Optional.of(
          finish -> convolutions.forward(operation.geometry(), request, panels(output), finish));
    }
    if (request.operation() instanceof ConvolutionInputGradient operation) {
      return Optional.of(
          finish ->
              convolutions.inputGradient(operation.geometry(), request, panels(output), finish));
    }
    return request.operation() instanceof ChannelsLast images
        ? channelsLast.producer(images, request, panels(output)).map(maker -> maker::apply)
        : Optional.empty();
  }
}
