package org.caracal.core.profile;

import java.util.List;
import org.caracal.array.TensorType;
import org.caracal.backend.ElementwiseProgram;
import org.caracal.backend.Epilogue;
import org.caracal.backend.KernelRequest;
import org.caracal.backend.Reduction;
import org.caracal.backend.SingleOperation;
import org.caracal.core.graph.Graphs;
import org.caracal.graph.ArgReduce;
import org.caracal.graph.Binary;
import org.caracal.graph.Cast;
import org.caracal.graph.Compare;
import org.caracal.graph.Composite;
import org.caracal.graph.Constant;
import org.caracal.graph.Convolution;
import org.caracal.graph.ConvolutionInputGradient;
import org.caracal.graph.ConvolutionKernelGradient;
import org.caracal.graph.CumulativeSum;
import org.caracal.graph.Fft;
import org.caracal.graph.Gather;
import org.caracal.graph.GatherElements;
import org.caracal.graph.MatMul;
import org.caracal.graph.Operation;
import org.caracal.graph.Reduce;
import org.caracal.graph.ScatterAdd;
import org.caracal.graph.ScatterAddElements;
import org.caracal.graph.Select;
import org.caracal.graph.SelfAttention;
import org.caracal.graph.SelfAttentionGradient;
import org.caracal.graph.Slice;
import org.caracal.graph.Tensor;
import org.caracal.graph.Unary;
import org.caracal.graph.WindowArgMax;
import org.caracal.graph.WindowGeometry;
import org.caracal.graph.WindowMax;
import org.caracal.graph.WindowMaxGradient;
import org.caracal.graph.WindowSum;
import org.caracal.graph.WindowSumGradient;

/**
 * What a kernel has to do, however it does it.
 *
 * @param operations floating-point operations by the textbook: 2 M N K of a matrix product; 2 for
 *     each tap of each result of a convolution, those on padding included; one for each element of
 *     anything elementwise, an exponential like a sum; none for what only moves elements
 * @param bytes bytes read and written if each element that is needed is read once, and each result
 *     written once
 */
public record Work(double operations, double bytes) {
  /** Counts. */
  public static Work of(KernelRequest request) {
    return new Work(operations(request), bytes(request));
  }

  private static double operations(KernelRequest request) {
    if (request instanceof Epilogue epilogue) {
      return operations(epilogue.producer()) + operations(epilogue.program());
    }
    if (request instanceof Reduction reduction) {
      return operations(reduction.program())
          + (double) reduction.functions().size() * reduction.program().shape().size();
    }
    if (request instanceof ElementwiseProgram program) {
      var steps =
          program.steps().stream().filter(step -> !(step.operation() instanceof Constant)).count();
      return (double) steps * program.shape().size();
    }
    var single = (SingleOperation) request;
    return operations(single.operation(), single.inputs(), single.output().shape().size());
  }

  private static double operations(Operation operation, List<TensorType> inputs, double results) {
    if (operation instanceof MatMul product) {
      return 2 * results * inputs.get(0).shape().extent(product.transposeLeft() ? -2 : -1);
    }
    if (operation instanceof Convolution) {
      return 2 * results * taps(inputs.get(1).shape().toArray());
    }
    if (operation instanceof ConvolutionInputGradient) {
      return 2 * size(inputs.get(0)) * taps(inputs.get(1).shape().toArray());
    }
    if (operation instanceof ConvolutionKernelGradient gradient) {
      return 2 * size(inputs.get(1)) * taps(gradient.kernelShape().toArray());
    }
    if (operation instanceof SelfAttention attention) {
      var pairs = pairs(inputs.get(0), attention.heads(), attention.causal());
      return pairs * (4 * width(inputs.get(0), attention.heads()) + 5);
    }
    if (operation instanceof SelfAttentionGradient attention) {
      var pairs = pairs(inputs.get(0), attention.heads(), attention.causal());
      return pairs * (10 * width(inputs.get(0), attention.heads()) + 8);
    }
    if (operation instanceof Composite composite) {
      return decomposed(composite, inputs);
    }
    return small(operation, inputs, results);
  }

  private static double small(Operation operation, List<TensorType> inputs, double results) {
    if (operation instanceof Unary
        || operation instanceof Binary
        || operation instanceof Compare
        || operation instanceof Select
        || operation instanceof Cast) {
      return results;
    }
    if (operation instanceof Reduce
        || operation instanceof ArgReduce
        || operation instanceof CumulativeSum
        || operation instanceof ScatterAdd
        || operation instanceof ScatterAddElements) {
      return size(inputs.get(0));
    }
    if (operation instanceof WindowMax window) {
      return results * taps(window.geometry());
    }
    if (operation instanceof WindowMaxGradient window) {
      return size(inputs.get(1)) * taps(window.geometry());
    }
    if (operation instanceof WindowArgMax window) {
      return results * taps(window.geometry());
    }
    if (operation instanceof WindowSum window) {
      return results * taps(window.geometry());
    }
    if (operation instanceof WindowSumGradient window) {
      return size(inputs.get(0)) * taps(window.geometry());
    }
    if (operation instanceof Fft) {
      var points = inputs.get(0).shape().extent(-2);
      return 5 * results / 2 * Math.log(points) / Math.log(2); // 5 n log2 n for n points
    }
    return 0;
  }

  /** The operations of what a composite is made of. */
  private static double decomposed(Composite composite, List<TensorType> inputs) {
    var operands = inputs.stream().map(type -> Tensor.input("operand", type)).toList();
    return Graphs.topologicalOrder(List.of(composite.decompose(operands))).stream()
        .mapToDouble(
            tensor ->
                operations(
                    tensor.operation(),
                    tensor.operands().stream().map(Tensor::type).toList(),
                    size(tensor.type())))
        .sum();
  }

  /** Products for each result of a convolution with this kernel. */
  private static double taps(int[] kernel) {
    var taps = 1.0;
    for (var axis = 1; axis < kernel.length; axis++) {
      taps *= kernel[axis];
    }
    return taps;
  }

  private static double taps(WindowGeometry geometry) {
    return geometry.window().stream().reduce(1, (a, b) -> a * b);
  }

  /** How many times a position attends to one, in all sequences and heads. */
  private static double pairs(TensorType projections, int heads, boolean causal) {
    var shape = projections.shape();
    var length = (double) shape.extent(-2);
    var sequences = size(projections) / length / shape.extent(-1);
    return sequences * heads * length * (causal ? (length + 1) / 2 : length);
  }

  private static double width(TensorType projections, int heads) {
    return projections.shape().extent(-1) / (3.0 * heads);
  }

  private static double bytes(KernelRequest request) {
    var written = request.outputs().stream().mapToDouble(Work::bytes).sum();
    if (request instanceof SingleOperation single) {
      if (single.operation() instanceof Slice) {
        return 2 * written;
      }
      if (single.operation() instanceof Gather || single.operation() instanceof GatherElements) {
        return 2 * written + bytes(single.inputs().get(1));
      }
    }
    return written + request.inputs().stream().mapToDouble(Work::bytes).sum();
  }

  private static double bytes(TensorType type) {
    return size(type) * type.dtype().bytes();
  }

  private static double size(TensorType type) {
    return type.shape().size();
  }
}
