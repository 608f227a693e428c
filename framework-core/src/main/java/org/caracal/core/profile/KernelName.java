package org.caracal.core.profile;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;
import org.caracal.backend.ElementwiseProgram;
import org.caracal.backend.Epilogue;
import org.caracal.backend.KernelRequest;
import org.caracal.backend.Reduction;
import org.caracal.backend.SingleOperation;
import org.caracal.graph.Binary;
import org.caracal.graph.ChannelsLast;
import org.caracal.graph.Compare;
import org.caracal.graph.Constant;
import org.caracal.graph.Convolution;
import org.caracal.graph.ConvolutionInputGradient;
import org.caracal.graph.ConvolutionKernelGradient;
import org.caracal.graph.MatMul;
import org.caracal.graph.Operation;
import org.caracal.graph.Reduce;
import org.caracal.graph.Unary;

/** What a kernel computes, in a few words with shapes. */
final class KernelName {
  private static final int STEPS_NAMED = 3;

  private KernelName() {}

  /**
   * Such as {@code MatMul NN 128x784x512 + add maximum}: of a matrix product the extents M, K and N
   * and whether its operands are transposed (T) or not (N), of anything else the operands.
   */
  static String of(KernelRequest request) {
    if (request instanceof Epilogue epilogue) {
      return of(epilogue.producer()) + " + " + steps(epilogue.program());
    }
    if (request instanceof Reduction reduction) {
      var program = reduction.program();
      var functions =
          reduction.functions().stream().map(KernelName::lower).collect(Collectors.joining(" "));
      return "Reduce "
          + functions
          + " of "
          + (program.steps().isEmpty() ? "" : steps(program) + " ")
          + text(program.shape());
    }
    if (request instanceof ElementwiseProgram program) {
      return steps(program) + " " + text(program.shape());
    }
    var single = (SingleOperation) request;
    var operation =
        single.operation() instanceof ChannelsLast images ? images.operation() : single.operation();
    if (operation instanceof MatMul product) {
      return product(product, single.inputs().get(0).shape(), single.output().shape());
    }
    if (operation instanceof Convolution
        || operation instanceof ConvolutionInputGradient
        || operation instanceof ConvolutionKernelGradient) {
      return word(operation) + " " + shapes(single.inputs());
    }
    var largest =
        single.inputs().stream()
            .map(TensorType::shape)
            .reduce(single.output().shape(), (a, b) -> b.size() > a.size() ? b : a);
    return word(operation) + " " + text(largest);
  }

  private static String product(MatMul product, Shape left, Shape result) {
    var batch = result.slice(0, result.rank() - 2).size();
    return "MatMul "
        + (product.transposeLeft() ? "T" : "N")
        + (product.transposeRight() ? "T" : "N")
        + " "
        + (batch > 1 ? batch + " of " : "")
        + result.extent(-2)
        + "x"
        + left.extent(product.transposeLeft() ? -2 : -1)
        + "x"
        + result.extent(-1);
  }

  private static String shapes(List<TensorType> types) {
    return types.stream().map(type -> text(type.shape())).collect(Collectors.joining(" by "));
  }

  private static String text(Shape shape) {
    return shape.rank() == 0
        ? "scalar"
        : Arrays.stream(shape.toArray())
            .mapToObj(Integer::toString)
            .collect(Collectors.joining("x"));
  }

  private static String steps(ElementwiseProgram program) {
    var steps =
        program.steps().stream()
            .map(ElementwiseProgram.Step::operation)
            .filter(operation -> !(operation instanceof Constant))
            .map(KernelName::word)
            .toList();
    var named = String.join(" ", steps.subList(0, Math.min(STEPS_NAMED, steps.size())));
    return steps.size() > STEPS_NAMED ? named + " +" + (steps.size() - STEPS_NAMED) : named;
  }

  private static String word(Operation operation) {
    if (operation instanceof Unary unary) {
      return lower(unary.function());
    }
    if (operation instanceof Binary binary) {
      return lower(binary.function());
    }
    if (operation instanceof Compare compare) {
      return lower(compare.relation());
    }
    if (operation instanceof Reduce reduce) {
      return "Reduce " + lower(reduce.function());
    }
    return operation
        .getClass()
        .getSimpleName()
        .replace("ConvolutionInputGradient", "ConvGradInput")
        .replace("ConvolutionKernelGradient", "ConvGradKernel")
        .replace("Convolution", "Conv");
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
