package org.caracal.core.plan;

import java.util.ArrayList;
import java.util.List;
import org.caracal.array.TensorType;
import org.caracal.graph.Binary;
import org.caracal.graph.Broadcast;
import org.caracal.graph.Cast;
import org.caracal.graph.Concat;
import org.caracal.graph.MatMul;
import org.caracal.graph.Operation;
import org.caracal.graph.Pad;
import org.caracal.graph.Reduce;
import org.caracal.graph.Reshape;
import org.caracal.graph.Reverse;
import org.caracal.graph.Select;
import org.caracal.graph.Slice;
import org.caracal.graph.Transpose;
import org.caracal.graph.Unary;
import org.jspecify.annotations.Nullable;

/** Rules by which an operation is replaced by something cheaper with the same result. */
final class Simplifications {
  private Simplifications() {}

  /** A simpler node for the operation, or null if there is none. */
  static @Nullable Node apply(
      Simplifier graph, Operation operation, List<Node> operands, TensorType type) {
    if (operation instanceof Binary binary) {
      return Arithmetic.binary(graph, binary.function(), operands.get(0), operands.get(1), type);
    } else if (operation instanceof Unary unary) {
      return Arithmetic.unary(graph, unary.function(), operands.get(0), type);
    } else if (operation instanceof MatMul matMul) {
      return matMul(graph, matMul, operands, type);
    } else if (operation instanceof Reduce reduce) {
      return reduce(graph, reduce, operands.get(0), type);
    } else if (operation instanceof Select) {
      return select(operands);
    } else if (operation instanceof Concat) {
      return operands.size() == 1 ? operands.get(0) : null;
    }
    return isMovement(operation) ? movement(graph, operation, operands.get(0), type) : null;
  }

  private static boolean isMovement(Operation operation) {
    return operation instanceof Reshape
        || operation instanceof Broadcast
        || operation instanceof Transpose
        || operation instanceof Cast
        || operation instanceof Slice
        || operation instanceof Pad
        || operation instanceof Reverse;
  }

  private static @Nullable Node movement(
      Simplifier graph, Operation operation, Node x, TensorType type) {
    if (x.constant != null
        && !(operation instanceof Pad)
        && !(operation instanceof Broadcast && x.type.shape().rank() == 0)) {
      return graph.full(Arithmetic.value(x.constant), type);
    }
    if (operation instanceof Transpose transpose) {
      return transpose(graph, transpose, x, type);
    }
    if (x.type.equals(type)) {
      return operation instanceof Reverse reverse && !reverse.axes().isEmpty() ? null : x;
    }
    if (operation instanceof Reshape && x.operation instanceof Reshape
        || operation instanceof Broadcast && x.operation instanceof Broadcast) {
      return graph.make(operation, x.operands, type);
    }
    var repeatsNothing =
        operation instanceof Broadcast && x.type.shape().size() == type.shape().size();
    return repeatsNothing ? graph.reshape(x, type.shape()) : null;
  }

  private static @Nullable Node transpose(
      Simplifier graph, Transpose transpose, Node x, TensorType type) {
    if (x.operation instanceof Transpose inner) {
      var both = new ArrayList<Integer>();
      for (var axis : transpose.permutation()) {
        both.add(inner.permutation().get(axis));
      }
      return graph.make(new Transpose(both), x.operands, type);
    }
    var last = -1;
    for (var axis : transpose.permutation()) {
      if (x.type.shape().extent(axis) != 1) {
        if (axis < last) {
          return null;
        }
        last = axis;
      }
    }
    return graph.reshape(x, type.shape()); // axes of extent 1 can stand anywhere
  }

  /** A transpose of a matrix costs nothing inside a product. */
  private static @Nullable Node matMul(
      Simplifier graph, MatMul matMul, List<Node> operands, TensorType type) {
    var left = swapsMatrix(operands.get(0));
    var right = swapsMatrix(operands.get(1));
    if (!left && !right) {
      return null;
    }
    return graph.make(
        new MatMul(matMul.transposeLeft() ^ left, matMul.transposeRight() ^ right),
        List.of(
            left ? operands.get(0).operands.get(0) : operands.get(0),
            right ? operands.get(1).operands.get(0) : operands.get(1)),
        type);
  }

  private static boolean swapsMatrix(Node node) {
    if (!(node.operation instanceof Transpose transpose)) {
      return false;
    }
    var rank = transpose.permutation().size();
    for (var axis = 0; axis < rank; axis++) {
      var expected = axis < rank - 2 ? axis : 2 * rank - 3 - axis;
      if (transpose.permutation().get(axis) != expected) {
        return false;
      }
    }
    return true;
  }

  private static @Nullable Node reduce(Simplifier graph, Reduce reduce, Node x, TensorType type) {
    if (x.type.shape().size() == type.shape().size() && type.shape().size() > 0) {
      return graph.reshape(x, type.shape());
    }
    if (reduce.function() == Reduce.Function.SUM && x.constant != null && type.shape().size() > 0) {
      var count = x.type.shape().size() / type.shape().size();
      return graph.full(Arithmetic.round(Arithmetic.value(x.constant) * count, type.dtype()), type);
    }
    return reduce.function() == Reduce.Function.SUM ? sum(graph, reduce, x, type) : null;
  }

  /**
   * What all terms of a sum have in common is taken out of it: the sum of the other factor is often
   * wanted anyway, and products need not be stored to be added up.
   */
  private static @Nullable Node sum(Simplifier graph, Reduce reduce, Node x, TensorType type) {
    if (x.operation instanceof Unary unary && unary.function() == Unary.Function.NEGATE) {
      var sum = graph.make(reduce, x.operands, type);
      return graph.make(x.operation, List.of(sum), type);
    }
    if (x.operation instanceof Binary binary
        && binary.function() == Binary.Function.MULTIPLY
        && type.dtype().isFloating()) {
      for (var i = 0; i < 2; i++) {
        var factor = x.operands.get(i);
        if (factor.constant != null || isRepeated(factor, reduce.axes())) {
          var sum = graph.make(reduce, List.of(x.operands.get(1 - i)), type);
          var once =
              factor.constant != null
                  ? graph.full(Arithmetic.value(factor.constant), type)
                  : graph.reshape(factor.operands.get(0), type.shape());
          return graph.make(x.operation, List.of(sum, once), type);
        }
      }
    }
    return null;
  }

  /** Whether a node repeats its operand along exactly these axes. */
  private static boolean isRepeated(Node node, List<Integer> axes) {
    if (!node.isRepetition()) {
      return false;
    }
    var source = node.operands.get(0).type.shape();
    var added = node.type.shape().rank() - source.rank();
    for (var axis = 0; axis < node.type.shape().rank(); axis++) {
      var extent = axis < added ? 1 : source.extent(axis - added);
      if (extent != (axes.contains(axis) ? 1 : node.type.shape().extent(axis))) {
        return false;
      }
    }
    return true;
  }

  private static @Nullable Node select(List<Node> operands) {
    var condition = operands.get(0).constant;
    if (condition != null) {
      return operands.get(condition.value() != 0 ? 1 : 2);
    }
    return operands.get(1) == operands.get(2) ? operands.get(1) : null;
  }
}
