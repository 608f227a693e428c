package org.caracal.core.plan;

import java.util.List;
import org.caracal.array.DType;
import org.caracal.array.TensorType;
import org.caracal.graph.Binary;
import org.caracal.graph.Constant;
import org.caracal.graph.Unary;
import org.jspecify.annotations.Nullable;

/**
 * Simplification of arithmetic: constants are computed, neutral elements and double negations go
 * away.
 */
final class Arithmetic {
  private Arithmetic() {}

  /** A simpler node, or null. */
  static @Nullable Node unary(Simplifier graph, Unary.Function function, Node x, TensorType type) {
    if (x.constant != null && type.dtype().isFloating()) {
      var value = value(x.constant);
      return switch (function) {
        case NEGATE -> graph.full(-value, type);
        case ABS -> graph.full(Math.abs(value), type);
        case RECIPROCAL -> graph.full(round(1 / value, type.dtype()), type);
        case SQRT -> graph.full(round(Math.sqrt(value), type.dtype()), type);
        default -> null;
      };
    }
    var twice = function == Unary.Function.NEGATE && isNegation(x);
    return twice ? x.operands.get(0) : null;
  }

  /** A simpler node, or null. */
  static @Nullable Node binary(
      Simplifier graph, Binary.Function function, Node a, Node b, TensorType type) {
    if (a.constant != null && b.constant != null && type.dtype().isFloating()) {
      var value = compute(function, value(a.constant), value(b.constant));
      return graph.full(round(value, type.dtype()), type);
    }
    return switch (function) {
      case ADD -> add(graph, a, b, type);
      case SUBTRACT -> subtract(graph, a, b, type);
      case MULTIPLY ->
          is(a, 1)
              ? b
              : is(b, 1) ? a : is(a, -1) ? negate(graph, b) : is(b, -1) ? negate(graph, a) : null;
      case DIVIDE -> divide(graph, a, b, type);
      case POWER -> power(graph, a, b, type);
      case MAXIMUM, MINIMUM, AND, OR -> a == b ? a : null;
    };
  }

  private static @Nullable Node add(Simplifier graph, Node a, Node b, TensorType type) {
    if (is(a, 0) || is(b, 0)) {
      return is(a, 0) ? b : a;
    }
    if (a == b && type.dtype().isFloating()) { // a factor can be taken out of sums
      return graph.make(
          new Binary(Binary.Function.MULTIPLY), List.of(a, graph.full(2, type)), type);
    }
    if (isNegation(b)) {
      return graph.make(new Binary(Binary.Function.SUBTRACT), List.of(a, b.operands.get(0)), type);
    }
    return isNegation(a)
        ? graph.make(new Binary(Binary.Function.SUBTRACT), List.of(b, a.operands.get(0)), type)
        : Factoring.sum(graph, a, b, type);
  }

  private static @Nullable Node subtract(Simplifier graph, Node a, Node b, TensorType type) {
    if (is(b, 0)) {
      return a;
    }
    if (is(a, 0)) {
      return negate(graph, b);
    }
    return isNegation(b)
        ? graph.make(new Binary(Binary.Function.ADD), List.of(a, b.operands.get(0)), type)
        : null;
  }

  private static @Nullable Node divide(Simplifier graph, Node a, Node b, TensorType type) {
    if (is(b, 1)) {
      return a;
    }
    if (b.constant != null && type.dtype().isFloating() && isPowerOfTwo(value(b.constant))) {
      var factor = graph.full(1 / value(b.constant), type);
      return graph.make(new Binary(Binary.Function.MULTIPLY), List.of(a, factor), type);
    }
    return null;
  }

  private static @Nullable Node power(Simplifier graph, Node a, Node b, TensorType type) {
    if (is(b, 1)) {
      return a;
    }
    if (is(b, 2)) {
      return graph.make(new Binary(Binary.Function.MULTIPLY), List.of(a, a), type);
    }
    return is(b, -1) ? graph.make(new Unary(Unary.Function.RECIPROCAL), List.of(a), type) : null;
  }

  private static Node negate(Simplifier graph, Node node) {
    return graph.make(new Unary(Unary.Function.NEGATE), List.of(node), node.type);
  }

  private static boolean isNegation(Node node) {
    return node.operation instanceof Unary unary && unary.function() == Unary.Function.NEGATE;
  }

  private static boolean is(Node node, double value) {
    return node.constant != null && node.constant.value() == value;
  }

  /**
   * Whether dividing by the value is the same as multiplying by its reciprocal, bit for bit, in any
   * floating type.
   */
  private static boolean isPowerOfTwo(double value) {
    return Math.abs(Math.getExponent(value)) < 100 && Double.doubleToLongBits(value) << 12 == 0;
  }

  private static double compute(Binary.Function function, double a, double b) {
    return switch (function) {
      case ADD -> a + b;
      case SUBTRACT -> a - b;
      case MULTIPLY -> a * b;
      case DIVIDE -> a / b;
      case POWER -> Math.pow(a, b);
      case MAXIMUM -> Math.max(a, b);
      case MINIMUM -> Math.min(a, b);
      case AND, OR -> throw new IllegalArgumentException(function + " of numbers");
    };
  }

  /** The value of a constant in its element type. */
  static double value(Constant constant) {
    return round(constant.value(), constant.dtype());
  }

  static double round(double value, DType dtype) {
    return switch (dtype) {
      case FLOAT32 -> (float) value;
      case FLOAT64 -> value;
      case INT32 -> (int) value;
      case INT64 -> (long) value;
      case BOOL -> value != 0 ? 1 : 0;
    };
  }
}
