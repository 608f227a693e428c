package org.caracal.core.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.caracal.array.DType;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;
import org.caracal.backend.ElementwiseProgram;
import org.caracal.backend.ElementwiseProgram.Step;
import org.caracal.backend.Epilogue;
import org.caracal.backend.SingleOperation;
import org.caracal.graph.ArgReduce;
import org.caracal.graph.Binary;
import org.caracal.graph.Constant;
import org.caracal.graph.Convolution;
import org.caracal.graph.ConvolutionGeometry;
import org.caracal.graph.ConvolutionInputGradient;
import org.caracal.graph.ConvolutionKernelGradient;
import org.caracal.graph.Fft;
import org.caracal.graph.Gather;
import org.caracal.graph.MatMul;
import org.caracal.graph.Operation;
import org.caracal.graph.Reduce;
import org.caracal.graph.ScatterAdd;
import org.caracal.graph.SelfAttention;
import org.caracal.graph.SelfAttentionGradient;
import org.caracal.graph.Slice;
import org.caracal.graph.Softmax;
import org.caracal.graph.Transpose;
import org.caracal.graph.Unary;
import org.caracal.graph.WindowGeometry;
import org.caracal.graph.WindowMax;
import org.caracal.graph.WindowMaxGradient;
import org.caracal.graph.WindowSumGradient;
import org.junit.jupiter.api.Test;

/** Counts against those done by hand. */
class WorkTest {
  private static TensorType f(int... extents) {
    return TensorType.float32(extents);
  }

  private static TensorType indices(int... extents) {
    return new TensorType(DType.INT32, Shape.of(extents));
  }

  private static Work work(Operation operation, TensorType... inputs) {
    return Work.of(new SingleOperation(operation, List.of(inputs)));
  }

  private static void check(double operations, double bytes, Work work) {
    assertEquals(operations, work.operations(), 1e-9 * operations);
    assertEquals(bytes, work.bytes(), 1e-9 * bytes);
  }

  @Test
  void products() {
    var operations = 2.0 * 3 * 5 * 7;
    var bytes = 4.0 * (3 * 5 + 5 * 7 + 3 * 7);
    check(operations, bytes, work(new MatMul(false, false), f(3, 5), f(5, 7)));
    check(operations, bytes, work(new MatMul(true, false), f(5, 3), f(5, 7)));
    check(operations, bytes, work(new MatMul(false, true), f(3, 5), f(7, 5)));
    check(11 * operations, 11 * bytes, work(new MatMul(false, false), f(11, 3, 5), f(11, 5, 7)));
    var doubles = new TensorType(DType.FLOAT64, Shape.of(5, 5));
    check(250, 600, work(new MatMul(false, false), doubles, doubles));
  }

  @Test
  void convolutions() {
    // 2 images of 4 channels, 6 filters of 3x3 in 2 groups, so that each sees 2 channels
    var geometry =
        new ConvolutionGeometry(List.of(1, 1), List.of(1, 1), List.of(1, 1), List.of(1, 1), 2);
    var input = f(2, 4, 10, 8);
    var kernel = f(6, 2, 3, 3);
    var output = f(2, 6, 10, 8);
    var operations = 2.0 * (2 * 6 * 10 * 8) * (2 * 3 * 3);
    var bytes = 4.0 * (2 * 4 * 80 + 6 * 2 * 9 + 2 * 6 * 80);
    check(operations, bytes, work(new Convolution(geometry), input, kernel));
    check(
        operations,
        bytes,
        work(new ConvolutionInputGradient(geometry, input.shape()), output, kernel));
    check(
        operations,
        bytes,
        work(new ConvolutionKernelGradient(geometry, kernel.shape()), input, output));
  }

  @Test
  void programsReadEachInputAndWriteEachResultOnce() {
    // relu(x + bias), of which the sum is stored too
    var program =
        new ElementwiseProgram(
            Shape.of(6, 4),
            List.of(f(6, 4), f(4)),
            List.of(
                new Step(new Binary(Binary.Function.ADD), List.of(0, 1), DType.FLOAT32),
                new Step(new Constant(0, DType.FLOAT32), List.of(), DType.FLOAT32),
                new Step(new Binary(Binary.Function.MAXIMUM), List.of(2, 3), DType.FLOAT32)),
            List.of(2, 4));
    check(2 * 24, 4 * (24 + 4 + 2 * 24), Work.of(program));
    var product = new SingleOperation(new MatMul(false, false), List.of(f(6, 9), f(9, 4)));
    check(
        2 * 6 * 9 * 4 + 2 * 24,
        4 * (6 * 9 + 9 * 4 + 4 + 2 * 24),
        Work.of(new Epilogue(product, program)));
  }

  @Test
  void reductionsReadAll() {
    check(60, 4 * (60 + 12), work(new Reduce(Reduce.Function.SUM, List.of(1)), f(3, 5, 4)));
    check(60, 4 * (60 + 12), work(new ArgReduce(ArgReduce.Function.MAX, 1), f(3, 5, 4)));
  }

  @Test
  void windows() {
    var geometry =
        new WindowGeometry(
            List.of(3, 2), List.of(3, 2), List.of(0, 0), List.of(0, 0), List.of(1, 1));
    check(4 * 4 * 6, 4 * (96 + 16), work(new WindowMax(geometry), f(12, 8)));
    check(16 * 6, 4 * (96 + 16 + 96), work(new WindowMaxGradient(geometry), f(12, 8), f(4, 4)));
    check(16 * 6, 4 * (16 + 96), work(new WindowSumGradient(geometry, Shape.of(12, 8)), f(4, 4)));
  }

  @Test
  void movingHasNoOperations() {
    check(0, 4 * 2 * 24, work(new Transpose(List.of(1, 0)), f(6, 4)));
    // of what is only partly needed, that part is read
    check(0, 4 * 2 * 6, work(new Slice(List.of(0, 0), List.of(3, 2), List.of(1, 1)), f(6, 4)));
    check(0, 4 * (2 * 5 * 16 + 5), work(new Gather(0), f(1000, 16), indices(5)));
    check(
        5 * 16, 4 * (5 * 16 + 5 + 1000 * 16), work(new ScatterAdd(0, 1000), f(5, 16), indices(5)));
  }

  @Test
  void elementwiseIsOneForEachElement() {
    check(24, 4 * 48, work(new Unary(Unary.Function.EXP), f(6, 4)));
  }

  @Test
  void compositesAreWhatTheyAreMadeOf() {
    // largest, difference, exponential, sum, quotient
    check(5 * 24, 4 * 48, work(new Softmax(1), f(6, 4)));
  }

  @Test
  void attention() {
    // 2 sequences of 10, 3 heads of width 4: 600 pairs, or 330 that look back only
    var projections = f(2, 10, 3 * 3 * 4);
    var bytes = 4.0 * (2 * 10 * 36 + 2 * 10 * 12);
    check(600 * (4 * 4 + 5), bytes, work(new SelfAttention(3, false), projections));
    check(330 * (4 * 4 + 5), bytes, work(new SelfAttention(3, true), projections));
    check(
        330 * (10 * 4 + 8),
        4.0 * (2 * 2 * 10 * 36 + 2 * 2 * 10 * 12),
        work(new SelfAttentionGradient(3, true), projections, f(2, 10, 12), f(2, 10, 12)));
  }

  @Test
  void transforms() {
    check(3 * 5 * 8 * 3, 4 * 2 * 48, work(new Fft(false), f(3, 8, 2)));
  }
}
