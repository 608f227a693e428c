package org.caracal.graph;

import java.util.List;
import java.util.stream.IntStream;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;

/**
 * The axes in another order: axis {@code i} of the result is axis {@code permutation[i]} of the
 * operand.
 *
 * @param permutation a permutation of 0 to rank - 1
 */
public record Transpose(List<Integer> permutation) implements Operation {
  /** Copies the permutation. */
  public Transpose {
    permutation = List.copyOf(permutation);
  }

  @Override
  public TensorType infer(List<TensorType> operands) {
    Operands.count(this, operands, 1);
    var shape = operands.get(0).shape();
    Operands.require(
        permutation.stream()
            .sorted()
            .toList()
            .equals(IntStream.range(0, shape.rank()).boxed().toList()),
        this,
        operands,
        "expected a permutation of " + shape.rank() + " axes");
    return operands.get(0).withShape(Shape.of(permutation.stream().map(shape::extent).toList()));
  }
}
