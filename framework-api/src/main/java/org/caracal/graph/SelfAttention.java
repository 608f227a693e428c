package org.caracal.graph;

import java.util.List;
import java.util.Optional;
import org.caracal.array.TensorType;

/**
 * Scaled dot-product attention of a sequence to itself, for several heads at once (Vaswani et al.,
 * Attention is all you need, 2017): {@code softmax(Q K^T / sqrt(d)) V} for each head. The operand
 * {@code [..., T, 3 heads d]} holds for each position the queries of all heads, then their keys,
 * then their values; the result is {@code [..., T, heads d]}.
 *
 * @param heads the number of heads
 * @param causal whether a position attends only to itself and those before it
 */
public record SelfAttention(int heads, boolean causal) implements Composite {
  @Override
  public String name() {
    return "self-attention";
  }

  @Override
  public TensorType infer(List<TensorType> operands) {
    Operands.count(this, operands, 1);
    var type = operands.get(0);
    Operands.require(
        type.dtype().isFloating()
            && type.shape().rank() >= 2
            && heads > 0
            && type.shape().extent(-1) % (3 * heads) == 0,
        this,
        operands,
        "expected a floating operand [..., T, 3 heads d]");
    return type.withShape(type.shape().with(-1, type.shape().extent(-1) / 3));
  }

  @Override
  public Tensor decompose(List<Tensor> operands) {
    var projections = AttentionHeads.of(operands.get(0), heads);
    var attended = projections.weights(causal).matmul(projections.values());
    var type = operands.get(0).shape();
    return AttentionHeads.joined(attended).reshape(type.with(-1, type.extent(-1) / 3));
  }

  @Override
  public Optional<List<Tensor>> vjp(List<Tensor> operands, Tensor result, Tensor gradient) {
    return Optional.of(
        List.of(
            Tensor.of(
                new SelfAttentionGradient(heads, causal), operands.get(0), result, gradient)));
  }
}
