package org.caracal.graph;

import java.util.List;
import org.caracal.array.TensorType;

/**
 * The gradient of {@link SelfAttention} by its operand, from the operand {@code [..., T, 3 heads
 * d]}, its result {@code [..., T, heads d]}, and the gradient of the result. With weights {@code
 * P}, result {@code O} and its gradient {@code G} of a head, {@code dV = P^T G}, and with {@code S
 * = P (G V^T - rowsum(G O)) / sqrt(d)} elementwise {@code dQ = S K} and {@code dK = S^T Q} (Dao et
 * al., FlashAttention, 2022).
 *
 * @param heads the number of heads
 * @param causal whether a position attends only to itself and those before it
 */
public record SelfAttentionGradient(int heads, boolean causal) implements Composite {
  @Override
  public String name() {
    return "self-attention-gradient";
  }

  @Override
  public TensorType infer(List<TensorType> operands) {
    Operands.count(this, operands, 3);
    var result = new SelfAttention(heads, causal).infer(operands.subList(0, 1));
    Operands.require(
        operands.get(1).equals(result) && operands.get(2).equals(result),
        this,
        operands,
        "expected result and gradient of type " + result);
    return operands.get(0);
  }

  @Override
  public Tensor decompose(List<Tensor> operands) {
    var projections = AttentionHeads.of(operands.get(0), heads);
    var result = AttentionHeads.split(operands.get(1), heads);
    var gradient = AttentionHeads.split(operands.get(2), heads);
    var weights = projections.weights(causal);
    var values = weights.transposeMatrix().matmul(gradient);
    var scores =
        gradient
            .matmul(projections.values().transposeMatrix())
            .subtract(gradient.multiply(result).sum(true, -1))
            .multiply(weights)
            .multiply(projections.scale());
    var queries = scores.matmul(projections.keys());
    var keys = scores.transposeMatrix().matmul(projections.queries());
    return AttentionHeads.joined(queries, keys, values).reshape(operands.get(0).shape());
  }
}
