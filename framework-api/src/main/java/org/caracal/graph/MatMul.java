package org.caracal.graph;

import java.util.List;
import org.caracal.array.TensorType;

/**
 * The matrix product over the last two axes, {@code [..., M, K] x [..., K, N] -> [..., M, N]};
 * leading axes are equal.
 *
 * @param transposeLeft whether the left operand is given as {@code [..., K, M]}
 * @param transposeRight whether the right operand is given as {@code [..., N, K]}
 */
public record MatMul(boolean transposeLeft, boolean transposeRight) implements Operation {
  @Override
  public TensorType infer(List<TensorType> operands) {
    Operands.count(this, operands, 2);
    var left = operands.get(0).shape();
    var right = operands.get(1).shape();
    Operands.require(
        operands.get(0).dtype() == operands.get(1).dtype()
            && operands.get(0).dtype().isFloating()
            && left.rank() >= 2
            && left.rank() == right.rank()
            && left.slice(0, left.rank() - 2).equals(right.slice(0, right.rank() - 2)),
        this,
        operands,
        "expected two floating operands of one type and rank (at least 2) with equal leading axes");
    var inner = left.extent(transposeLeft ? -2 : -1);
    var other = right.extent(transposeRight ? -1 : -2);
    Operands.require(
        inner == other, this, operands, "inner extents " + inner + " and " + other + " differ");
    var result =
        left.with(-2, left.extent(transposeLeft ? -1 : -2))
            .with(-1, right.extent(transposeRight ? -2 : -1));
    return operands.get(0).withShape(result);
  }
}
