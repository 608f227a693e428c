package org.caracal.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.stream.Stream;
import org.caracal.array.DType;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every operation infers the type of its result, and says what it expected when operands do not
 * fit.
 */
class InferenceTest {
  private static final ConvolutionGeometry SLIDING =
      new ConvolutionGeometry(List.of(2, 1), List.of(1, 0), List.of(1, 0), List.of(1, 2), 1);
  private static final ConvolutionGeometry GROUPED =
      new ConvolutionGeometry(List.of(1), List.of(0), List.of(0), List.of(1), 2);
  private static final WindowGeometry WINDOW =
      new WindowGeometry(List.of(2, 2), List.of(2, 2), List.of(0, 0), List.of(0, 1), List.of(1, 1));

  private static TensorType f(int... extents) {
    return TensorType.float32(extents);
  }

  private static TensorType i(int... extents) {
    return new TensorType(DType.INT32, Shape.of(extents));
  }

  private static TensorType l(int... extents) {
    return new TensorType(DType.INT64, Shape.of(extents));
  }

  private static TensorType b(int... extents) {
    return new TensorType(DType.BOOL, Shape.of(extents));
  }

  static Stream<Arguments> fitting() {
    return Stream.of(
        arguments(new Input("x", f(2)), List.of(), f(2)),
        arguments(new Constant(3, DType.INT64), List.of(), l()),
        arguments(new Iota(l(2, 3), -1), List.of(), l(2, 3)),
        arguments(new RandomUniform(f(2, 3), 7), List.of(l(2)), f(2, 3)),
        arguments(new StopGradient(), List.of(i(2)), i(2)),
        arguments(new Unary(Unary.Function.EXP), List.of(f(2)), f(2)),
        arguments(new Unary(Unary.Function.ABS), List.of(i(2)), i(2)),
        arguments(new Unary(Unary.Function.NOT), List.of(b(2)), b(2)),
        arguments(new Binary(Binary.Function.ADD), List.of(l(2), l(2)), l(2)),
        arguments(new Binary(Binary.Function.AND), List.of(b(2), b(2)), b(2)),
        arguments(new Compare(Compare.Relation.LESS), List.of(f(2), f(2)), b(2)),
        arguments(new Select(), List.of(b(2), i(2), i(2)), i(2)),
        arguments(new Cast(DType.BOOL), List.of(f(2)), b(2)),
        arguments(new Reduce(Reduce.Function.SUM, List.of(2, 0)), List.of(f(2, 3, 4)), f(3)),
        arguments(new ArgReduce(ArgReduce.Function.MAX, 1), List.of(f(2, 3, 4)), i(2, 4)),
        arguments(new CumulativeSum(0, true, false), List.of(f(2, 3)), f(2, 3)),
        arguments(new ArgSort(1, true), List.of(f(2, 3)), i(2, 3)),
        arguments(new MatMul(false, false), List.of(f(5, 2, 3), f(5, 3, 4)), f(5, 2, 4)),
        arguments(new MatMul(true, true), List.of(f(3, 2), f(4, 3)), f(2, 4)),
        arguments(new Convolution(SLIDING), List.of(f(2, 3, 8, 9), f(5, 3, 3, 3)), f(2, 5, 4, 5)),
        arguments(new Convolution(GROUPED), List.of(f(2, 4, 8), f(6, 2, 3)), f(2, 6, 6)),
        arguments(
            new ConvolutionInputGradient(SLIDING, Shape.of(2, 3, 8, 9)),
            List.of(f(2, 5, 4, 5), f(5, 3, 3, 3)),
            f(2, 3, 8, 9)),
        arguments(
            new ConvolutionKernelGradient(SLIDING, Shape.of(5, 3, 3, 3)),
            List.of(f(2, 3, 8, 9), f(2, 5, 4, 5)),
            f(5, 3, 3, 3)),
        arguments(
            new ChannelsLast(new Convolution(SLIDING)),
            List.of(f(2, 8, 9, 3), f(5, 3, 3, 3)),
            f(2, 4, 5, 5)),
        arguments(
            new ChannelsLast(new ConvolutionInputGradient(SLIDING, Shape.of(2, 3, 8, 9))),
            List.of(f(2, 4, 5, 5), f(5, 3, 3, 3)),
            f(2, 8, 9, 3)),
        arguments(
            new ChannelsLast(new ConvolutionKernelGradient(SLIDING, Shape.of(5, 3, 3, 3))),
            List.of(f(2, 8, 9, 3), f(2, 4, 5, 5)),
            f(5, 3, 3, 3)),
        arguments(new WindowMax(WINDOW), List.of(f(2, 3, 6, 5)), f(2, 3, 3, 3)),
        arguments(new WindowMaxGradient(WINDOW), List.of(f(2, 6, 5), f(2, 3, 3)), f(2, 6, 5)),
        arguments(new WindowArgMax(WINDOW), List.of(f(2, 3, 6, 5)), i(2, 3, 3, 3)),
        arguments(new WindowSum(WINDOW), List.of(f(6, 5)), f(3, 3)),
        arguments(
            new WindowSumGradient(WINDOW, Shape.of(2, 6, 5)), List.of(f(2, 3, 3)), f(2, 6, 5)),
        arguments(new Reshape(Shape.of(6)), List.of(f(2, 3)), f(6)),
        arguments(new Transpose(List.of(2, 0, 1)), List.of(f(2, 3, 4)), f(4, 2, 3)),
        arguments(new Broadcast(Shape.of(2, 3)), List.of(f(1)), f(2, 3)),
        arguments(
            new Slice(List.of(1, 0), List.of(4, 3), List.of(2, 1)), List.of(f(5, 3)), f(2, 3)),
        arguments(new Pad(List.of(1), List.of(2), List.of(1), 0), List.of(f(3)), f(8)),
        arguments(new Concat(-1), List.of(f(2, 3), f(2, 4)), f(2, 7)),
        arguments(new Reverse(List.of(0)), List.of(f(2, 3)), f(2, 3)),
        arguments(new Gather(1), List.of(f(2, 5, 4), i(3, 7)), f(2, 3, 7, 4)),
        arguments(new ScatterAdd(1, 5), List.of(f(2, 3, 7, 4), l(3, 7)), f(2, 5, 4)),
        arguments(new GatherElements(1), List.of(f(2, 5), i(2, 9)), f(2, 9)),
        arguments(new ScatterAddElements(1, 5), List.of(f(2, 9), i(2, 9)), f(2, 5)),
        arguments(new Fft(true), List.of(f(3, 8, 2)), f(3, 8, 2)),
        arguments(new Softmax(1), List.of(f(2, 3)), f(2, 3)),
        arguments(new LogSoftmax(0), List.of(f(2, 3)), f(2, 3)));
  }

  @ParameterizedTest
  @MethodSource("fitting")
  void theTypeOfTheResultIsInferred(
      Operation operation, List<TensorType> operands, TensorType expected) {
    assertEquals(expected, operation.infer(operands));
  }

  static Stream<Arguments> misfits() {
    return Stream.of(
        arguments(new Iota(f(2), 1), List.of(), "axis 1"),
        arguments(new RandomUniform(f(2), 7), List.of(i(2)), "random key int64[2]"),
        arguments(new RandomUniform(i(2), 7), List.of(l(2)), "floating"),
        arguments(new Unary(Unary.Function.EXP), List.of(i(2)), "expected a number type"),
        arguments(new Unary(Unary.Function.NOT), List.of(f(2)), "expected bool"),
        arguments(new Unary(Unary.Function.EXP), List.of(f(2), f(2)), "expected 1 operands"),
        arguments(new Binary(Binary.Function.ADD), List.of(f(2), f(3)), "equal type"),
        arguments(new Binary(Binary.Function.ADD), List.of(b(2), b(2)), "expected a number type"),
        arguments(new Binary(Binary.Function.OR), List.of(f(2), f(2)), "expected bool"),
        arguments(new Binary(Binary.Function.POWER), List.of(i(2), i(2)), "floating"),
        arguments(new Compare(Compare.Relation.LESS), List.of(f(2), i(2)), "equal type"),
        arguments(new Select(), List.of(f(2), f(2), f(2)), "bool"),
        arguments(new Reduce(Reduce.Function.SUM, List.of(2)), List.of(f(2, 3)), "axis"),
        arguments(new Reduce(Reduce.Function.SUM, List.of(0)), List.of(b(2)), "number"),
        arguments(new CumulativeSum(0, true, false), List.of(b(2)), "number"),
        arguments(new ArgSort(1, false), List.of(f(2)), "axis 1"),
        arguments(
            new MatMul(false, false), List.of(f(2, 3), f(4, 5)), "inner extents 3 and 4 differ"),
        arguments(new MatMul(false, false), List.of(i(2, 3), i(3, 5)), "floating"),
        arguments(new MatMul(false, false), List.of(f(2, 2, 3), f(3, 5)), "rank"),
        arguments(new Convolution(SLIDING), List.of(f(2, 4, 8, 9), f(5, 3, 3, 3)), "channels"),
        arguments(new Convolution(SLIDING), List.of(f(2, 3, 8), f(5, 3, 3)), "rank 4"),
        arguments(
            new Convolution(SLIDING),
            List.of(f(2, 3, 8, 4), f(5, 3, 3, 3)),
            "larger than the padded input"),
        arguments(new Convolution(GROUPED), List.of(f(2, 4, 8), f(5, 2, 3)), "2 groups"),
        arguments(
            new ConvolutionInputGradient(SLIDING, Shape.of(2, 3, 8, 9)),
            List.of(f(2, 5, 4, 4), f(5, 3, 3, 3)),
            "expected a gradient of type float32[2, 5, 4, 5]"),
        arguments(
            new ConvolutionKernelGradient(SLIDING, Shape.of(5, 3, 3, 3)),
            List.of(f(2, 3, 8, 9), f(2, 5, 4, 4)),
            "expected a gradient of type float32[2, 5, 4, 5]"),
        arguments(new WindowMax(WINDOW), List.of(i(4, 4)), "floating"),
        arguments(new WindowSum(WINDOW), List.of(f(1, 4)), "larger than the padded input"),
        arguments(new WindowMaxGradient(WINDOW), List.of(f(6, 5), f(3, 4)), "float32[3, 3]"),
        arguments(new WindowSumGradient(WINDOW, Shape.of(6, 5)), List.of(f(3, 4)), "float32[3, 3]"),
        arguments(new Reshape(Shape.of(7)), List.of(f(2, 3)), "expected 7 elements"),
        arguments(new Transpose(List.of(0, 0)), List.of(f(2, 3)), "permutation"),
        arguments(new Broadcast(Shape.of(2, 3)), List.of(f(2)), "3"),
        arguments(new Broadcast(Shape.of(3)), List.of(f(2, 3)), "cannot be repeated"),
        arguments(
            new Slice(List.of(1), List.of(6), List.of(1)), List.of(f(5)), "axis 0 has extent 5"),
        arguments(new Slice(List.of(1), List.of(2), List.of(0)), List.of(f(5)), "axis 0"),
        arguments(new Pad(List.of(-1), List.of(0), List.of(0), 0), List.of(f(3)), "negative"),
        arguments(
            new Pad(List.of(1, 1), List.of(0), List.of(0), 0),
            List.of(f(3)),
            "one entry for each axis"),
        arguments(new Concat(0), List.of(f(2, 3), f(2, 4)), "only along the axis"),
        arguments(new Concat(0), List.of(), "at least one"),
        arguments(new Reverse(List.of(2)), List.of(f(2, 3)), "axis 2"),
        arguments(new Gather(0), List.of(f(2, 3), f(4)), "integer indices"),
        arguments(new ScatterAdd(0, 5), List.of(f(2, 3), i(4)), "stands at the axis"),
        arguments(new GatherElements(1), List.of(f(2, 5), i(3, 9)), "differs along the axis only"),
        arguments(new ScatterAddElements(1, 5), List.of(f(2, 9), i(2, 8)), "shape of the updates"),
        arguments(new Fft(false), List.of(f(3, 8)), "pairs"));
  }

  @ParameterizedTest
  @MethodSource("misfits")
  void misfitsAreExplained(Operation operation, List<TensorType> operands, String expected) {
    var failure = assertThrows(IllegalArgumentException.class, () -> operation.infer(operands));
    assertTrue(failure.getMessage().contains(expected), failure.getMessage());
  }

  static Stream<Arguments> geometries() {
    var one = List.of(1);
    var zero = List.of(0);
    return Stream.of(
        arguments(zero, zero, zero, one, 1),
        arguments(one, List.of(-1), zero, one, 1),
        arguments(one, zero, zero, zero, 1),
        arguments(one, zero, zero, one, 0),
        arguments(one, List.of(0, 0), zero, one, 1));
  }

  @ParameterizedTest
  @MethodSource("geometries")
  void geometriesAreChecked(
      List<Integer> stride,
      List<Integer> low,
      List<Integer> high,
      List<Integer> dilation,
      int groups) {
    assertThrows(
        IllegalArgumentException.class,
        () -> new ConvolutionGeometry(stride, low, high, dilation, groups));
  }
}
