package org.caracal.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.caracal.array.DType;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;
import org.caracal.backend.ElementwiseProgram;
import org.caracal.backend.ElementwiseProgram.Step;
import org.caracal.backend.KernelRequest;
import org.caracal.backend.SingleOperation;
import org.caracal.graph.Binary;
import org.caracal.graph.Compare;
import org.caracal.graph.Constant;
import org.caracal.graph.LogSoftmax;
import org.caracal.graph.MatMul;
import org.caracal.graph.Operation;
import org.caracal.graph.RandomUniform;
import org.caracal.graph.Reduce;
import org.caracal.graph.Select;
import org.caracal.graph.SelfAttention;
import org.caracal.graph.SelfAttentionGradient;
import org.caracal.graph.Softmax;
import org.caracal.graph.Transpose;
import org.caracal.graph.Unary;

/** Kernels that are measured, by name: an operation and what it is applied to. */
final class Kernels {
  private Kernels() {}

  /** The request that a name stands for. */
  static KernelRequest of(String name) {
    var words = name.split(" ");
    var extents = extents(words[1]);
    return switch (words[0]) {
      case "matmul" -> product(extents, false, false);
      case "matmul-tn" -> product(extents, true, false);
      case "matmul-nt" -> product(extents, false, true);
      case "relu-gradient" -> reluGradient(extents[0]);
      case "adam" -> adam(extents[0]);
      case "add" -> single(new Binary(Binary.Function.ADD), floats(extents), floats(extents));
      case "softmax" -> single(new Softmax(1), floats(extents));
      case "log-softmax" -> single(new LogSoftmax(1), floats(extents));
      case "sum-rows" -> single(new Reduce(Reduce.Function.SUM, List.of(0)), floats(extents));
      case "sum-columns" -> single(new Reduce(Reduce.Function.SUM, List.of(1)), floats(extents));
      case "max-columns" -> single(new Reduce(Reduce.Function.MAX, List.of(1)), floats(extents));
      case "attention" -> attention(extents, false);
      case "attention-gradient" -> attention(extents, true);
      case "transpose" -> single(new Transpose(List.of(1, 0)), floats(extents));
      case "uniform" ->
          single(new RandomUniform(floats(extents), 1), new TensorType(DType.INT64, Shape.of(2)));
      default ->
          single(
              new Unary(Unary.Function.valueOf(words[0].toUpperCase(Locale.ROOT))),
              floats(extents));
    };
  }

  private static int[] extents(String text) {
    return Arrays.stream(text.split("x")).mapToInt(Integer::parseInt).toArray();
  }

  private static TensorType floats(int... extents) {
    return new TensorType(DType.FLOAT32, Shape.of(extents));
  }

  private static KernelRequest single(Operation operation, TensorType... inputs) {
    return new SingleOperation(operation, List.of(inputs));
  }

  /** {@code M x K x N}. */
  private static KernelRequest product(int[] mkn, boolean left, boolean right) {
    return single(
        new MatMul(left, right),
        left ? floats(mkn[1], mkn[0]) : floats(mkn[0], mkn[1]),
        right ? floats(mkn[2], mkn[1]) : floats(mkn[1], mkn[2]));
  }

  /** Causal, {@code N x T x heads x d}. */
  private static KernelRequest attention(int[] extents, boolean gradient) {
    var heads = extents[2];
    var result = floats(extents[0], extents[1], heads * extents[3]);
    var projections = floats(extents[0], extents[1], 3 * heads * extents[3]);
    return gradient
        ? single(new SelfAttentionGradient(heads, true), projections, result, result)
        : single(new SelfAttention(heads, true), projections);
  }

  private static Step constant(double value) {
    return new Step(new Constant(value, DType.FLOAT32), List.of(), DType.FLOAT32);
  }

  private static Step binary(Binary.Function function, int a, int b) {
    return new Step(new Binary(function), List.of(a, b), DType.FLOAT32);
  }

  /** {@code x > 0 ? gradient : 0}. */
  private static KernelRequest reluGradient(int n) {
    return new ElementwiseProgram(
        Shape.of(n),
        List.of(floats(n), floats(n)),
        List.of(
            constant(0),
            new Step(new Compare(Compare.Relation.GREATER), List.of(0, 2), DType.BOOL),
            new Step(new Select(), List.of(3, 1, 2), DType.FLOAT32)),
        List.of(4));
  }

  /** Mean, gradient, rate, square, correction and parameter in; mean, square, parameter out. */
  private static KernelRequest adam(int n) {
    var scalar = new TensorType(DType.FLOAT32, Shape.SCALAR);
    return new ElementwiseProgram(
        Shape.of(n),
        List.of(floats(n), floats(n), scalar, floats(n), scalar, floats(n)),
        List.of(
            constant(0.9),
            binary(Binary.Function.MULTIPLY, 0, 6),
            constant(0.1),
            binary(Binary.Function.MULTIPLY, 1, 8),
            binary(Binary.Function.ADD, 7, 9),
            binary(Binary.Function.MULTIPLY, 10, 2),
            constant(0.999),
            binary(Binary.Function.MULTIPLY, 3, 12),
            binary(Binary.Function.MULTIPLY, 1, 1),
            constant(0.001),
            binary(Binary.Function.MULTIPLY, 14, 15),
            binary(Binary.Function.ADD, 13, 16),
            binary(Binary.Function.MULTIPLY, 17, 4),
            new Step(new Unary(Unary.Function.SQRT), List.of(18), DType.FLOAT32),
            constant(1e-8),
            binary(Binary.Function.ADD, 19, 20),
            binary(Binary.Function.DIVIDE, 11, 21),
            binary(Binary.Function.SUBTRACT, 5, 22)),
        List.of(10, 17, 23));
  }
}
