package org.caracal.graph;

import java.util.List;
import java.util.stream.IntStream;
import org.caracal.array.TensorType;

/**
 * A convolution or a gradient of one whose images have their channels last, {@code [N, spatial,
 * C]}, as operands and as result; kernels {@code [K, C / groups, kernel]} stay as they are.
 * Planners ask for it where a backend has a kernel, so that images keep this layout from one
 * operation to the next.
 *
 * @param operation a {@link Convolution}, {@link ConvolutionInputGradient} or {@link
 *     ConvolutionKernelGradient}, as it is for images with their channels first
 */
public record ChannelsLast(Operation operation) implements Composite {
  /** Checks the operation. */
  public ChannelsLast {
    if (!suits(operation)) {
      throw new IllegalArgumentException(
          "expected a convolution or a gradient of one, not " + operation);
    }
  }

  /** Whether an operation exists for images with their channels last. */
  public static boolean suits(Operation operation) {
    return operation instanceof Convolution
        || operation instanceof ConvolutionInputGradient
        || operation instanceof ConvolutionKernelGradient;
  }

  /** From {@code [N, C, spatial]}, with so many axes in all, to {@code [N, spatial, C]}. */
  public static Transpose toLast(int rank) {
    return new Transpose(
        IntStream.range(0, rank)
            .map(axis -> axis == 0 ? 0 : axis == rank - 1 ? 1 : axis + 1)
            .boxed()
            .toList());
  }

  /** From {@code [N, spatial, C]}, with so many axes in all, to {@code [N, C, spatial]}. */
  public static Transpose toFirst(int rank) {
    return new Transpose(
        IntStream.range(0, rank)
            .map(axis -> axis == 0 ? 0 : axis == 1 ? rank - 1 : axis - 1)
            .boxed()
            .toList());
  }

  /** Whether an operand is an image, and not a kernel. */
  public boolean isImage(int operand) {
    return operand == 0 || operation instanceof ConvolutionKernelGradient;
  }

  /** Whether the result is an image, and not a kernel. */
  public boolean makesImage() {
    return !(operation instanceof ConvolutionKernelGradient);
  }

  /** What the operands are in this layout, given the types that the operation has them in. */
  public List<TensorType> operands(List<TensorType> channelsFirst) {
    return IntStream.range(0, channelsFirst.size())
        .mapToObj(
            i -> {
              var type = channelsFirst.get(i);
              return isImage(i) ? toLast(type.shape().rank()).infer(List.of(type)) : type;
            })
        .toList();
  }

  @Override
  public String name() {
    return "channels-last";
  }

  @Override
  public Tensor decompose(List<Tensor> operands) {
    var plain =
        IntStream.range(0, operands.size())
            .mapToObj(i -> isImage(i) ? channelsFirst(operands.get(i)) : operands.get(i))
            .toList();
    var result = Tensor.of(operation, plain);
    return makesImage() ? Tensor.of(toLast(result.shape().rank()), result) : result;
  }

  private static Tensor channelsFirst(Tensor image) {
    return Tensor.of(toFirst(image.shape().rank()), image);
  }
}
