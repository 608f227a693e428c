package org.caracal.core.graph;

import java.util.List;
import java.util.stream.IntStream;
import org.caracal.array.Shape;
import org.caracal.graph.Compare.Relation;
import org.caracal.graph.CumulativeSum;
import org.caracal.graph.Reduce;
import org.caracal.graph.Tensor;

/** Derivatives of reductions and running sums. */
final class ReductionRules {
  private ReductionRules() {}

  /** Elements that tie for MAX or MIN share the gradient evenly. */
  static Tensor reduce(Reduce operation, Tensor result, Tensor gradient, int operand) {
    var x = result.operands().get(0);
    return switch (operation.function()) {
      case SUM -> expand(gradient, x.shape(), operation.axes());
      case MAX, MIN -> {
        var winners =
            x.compare(Relation.EQUAL, expand(result, x.shape(), operation.axes())).cast(x.dtype());
        var share =
            gradient.divide(Tensor.of(new Reduce(Reduce.Function.SUM, operation.axes()), winners));
        yield winners.multiply(expand(share, x.shape(), operation.axes()));
      }
      case PRODUCT ->
          Differentiation.gradients(productTree(x, operation.axes()), gradient, List.of(x)).get(0);
    };
  }

  static Tensor cumulativeSum(
      CumulativeSum operation, Tensor result, Tensor gradient, int operand) {
    return Tensor.of(
        new CumulativeSum(operation.axis(), operation.exclusive(), !operation.reverse()), gradient);
  }

  /** The reduced tensor repeated along the axes that were dropped. */
  private static Tensor expand(Tensor reduced, Shape shape, List<Integer> axes) {
    var kept = shape;
    for (var axis : axes) {
      kept = kept.with(axis, 1);
    }
    return reduced.reshape(kept).broadcast(shape);
  }

  /**
   * The product over axes by halving, in multiplications only: unlike {@code result / x} it can be
   * differentiated any number of times where elements are 0.
   */
  private static Tensor productTree(Tensor x, List<Integer> axes) {
    var rank = x.shape().rank();
    var kept = IntStream.range(0, rank).filter(axis -> !axes.contains(axis)).toArray();
    var permutation =
        IntStream.concat(IntStream.of(kept), axes.stream().mapToInt(axis -> axis)).toArray();
    var result = Shape.of(IntStream.of(kept).map(x.shape()::extent).toArray());
    var count = axes.stream().mapToInt(x.shape()::extent).reduce(1, Math::multiplyExact);
    if (count == 0) {
      return Tensor.full(1, x.type().withShape(result));
    }
    var factors = x.transpose(permutation).reshape(result.concat(Shape.of(count)));
    while (count > 1) {
      var half = (count + 1) / 2;
      var padded = factors.pad(-1, 0, 2 * half - count, 1);
      factors = padded.slice(-1, 0, half).multiply(padded.slice(-1, half, 2 * half));
      count = half;
    }
    return factors.reshape(result);
  }
}
