package org.caracal.graph;

import java.util.List;
import java.util.stream.IntStream;
import org.caracal.array.DType;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;

/**
 * A reduction over some axes, which are dropped from the shape: {@code [a, b, c] -> [a, c]} for
 * axis 1. Over no elements SUM is 0, PRODUCT is 1, MAX and MIN are not allowed.
 *
 * @param function how to combine
 * @param axes the axes, ascending and not negative
 */
public record Reduce(Function function, List<Integer> axes) implements Operation {
  /** The ways to combine. */
  public enum Function {
    /** The sum. */
    SUM,
    /** The product. */
    PRODUCT,
    /** The largest element; not a number if one is. */
    MAX,
    /** The smallest element; not a number if one is. */
    MIN
  }

  /** Sorts the axes. */
  public Reduce {
    axes = axes.stream().sorted().distinct().toList();
  }

  @Override
  public TensorType infer(List<TensorType> operands) {
    Operands.count(this, operands, 1);
    var shape = operands.get(0).shape();
    Operands.require(
        operands.get(0).dtype() != DType.BOOL, this, operands, "expected a number type");
    Operands.require(
        axes.stream().allMatch(axis -> axis >= 0 && axis < shape.rank()),
        this,
        operands,
        "axis out of range");
    return operands
        .get(0)
        .withShape(
            Shape.of(
                IntStream.range(0, shape.rank())
                    .filter(axis -> !axes.contains(axis))
                    .map(shape::extent)
                    .toArray()));
  }
}
