package org.caracal.core.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.caracal.graph.Broadcast;
import org.caracal.graph.Concat;
import org.caracal.graph.Pad;
import org.caracal.graph.Reshape;
import org.caracal.graph.Reverse;
import org.caracal.graph.Slice;
import org.caracal.graph.Tensor;
import org.caracal.graph.Transpose;

/** Derivatives of operations that only move elements: they move the gradient back. */
final class MovementRules {
  private MovementRules() {}

  static Tensor reshape(Reshape operation, Tensor result, Tensor gradient, int operand) {
    return gradient.reshape(result.operands().get(0).shape());
  }

  static Tensor transpose(Transpose operation, Tensor result, Tensor gradient, int operand) {
    var inverse = new int[operation.permutation().size()];
    for (var axis = 0; axis < inverse.length; axis++) {
      inverse[operation.permutation().get(axis)] = axis;
    }
    return gradient.transpose(inverse);
  }

  /** Every copy of an element contributes: the sum over the axes along which it was repeated. */
  static Tensor broadcast(Broadcast operation, Tensor result, Tensor gradient, int operand) {
    var source = result.operands().get(0).shape();
    var added = result.shape().rank() - source.rank();
    var repeated =
        IntStream.range(0, result.shape().rank())
            .filter(
                axis -> axis < added || source.extent(axis - added) != result.shape().extent(axis))
            .toArray();
    return (repeated.length == 0 ? gradient : gradient.sum(false, repeated)).reshape(source);
  }

  static Tensor slice(Slice operation, Tensor result, Tensor gradient, int operand) {
    var source = result.operands().get(0);
    if (result.shape().size() == 0) {
      return Tensor.full(0, source.type());
    }
    var high = new ArrayList<Integer>();
    var interior = new ArrayList<Integer>();
    for (var axis = 0; axis < source.shape().rank(); axis++) {
      var step = operation.step().get(axis);
      var last = operation.start().get(axis) + (result.shape().extent(axis) - 1) * step;
      high.add(source.shape().extent(axis) - 1 - last);
      interior.add(step - 1);
    }
    return Tensor.of(new Pad(operation.start(), high, interior, 0), gradient);
  }

  static Tensor pad(Pad operation, Tensor result, Tensor gradient, int operand) {
    var source = result.operands().get(0).shape();
    var end = new ArrayList<Integer>();
    var step = new ArrayList<Integer>();
    for (var axis = 0; axis < source.rank(); axis++) {
      step.add(operation.interior().get(axis) + 1);
      var span = source.extent(axis) == 0 ? 0 : (source.extent(axis) - 1) * step.get(axis) + 1;
      end.add(operation.low().get(axis) + span);
    }
    return Tensor.of(new Slice(operation.low(), end, step), gradient);
  }

  static Tensor concat(Concat operation, Tensor result, Tensor gradient, int operand) {
    var axis = result.shape().axis(operation.axis());
    var start = extents(result.operands().subList(0, operand), axis);
    return gradient.slice(axis, start, start + result.operands().get(operand).shape().extent(axis));
  }

  static Tensor reverse(Reverse operation, Tensor result, Tensor gradient, int operand) {
    return Tensor.of(operation, gradient);
  }

  private static int extents(List<Tensor> tensors, int axis) {
    return tensors.stream().mapToInt(tensor -> tensor.shape().extent(axis)).sum();
  }
}
