package org.caracal.graph;

import java.util.List;
import org.caracal.array.TensorType;

/**
 * The gradient of {@link LayerNormalization} by its first operand, from this {@code [..., F]}, the
 * scale {@code [F]} and the gradient g of the result: with {@code h = g scale} and the normalized
 * {@code n = (x - mean) / deviation} it is {@code (h - mean(h) - n mean(h n)) / deviation}.
 *
 * @param epsilon what is added to the variance
 */
public record LayerNormalizationGradient(double epsilon) implements Composite {
  @Override
  public String name() {
    return "layer-normalization-gradient";
  }

  @Override
  public TensorType infer(List<TensorType> operands) {
    Operands.count(this, operands, 3);
    var scale = operands.get(1);
    var type = new LayerNormalization(epsilon).infer(List.of(operands.get(0), scale, scale));
    Operands.require(
        operands.get(2).equals(type), this, operands, "expected a gradient of type " + type);
    return type;
  }

  @Override
  public Tensor decompose(List<Tensor> operands) {
    var x = operands.get(0);
    var weighted = operands.get(2).multiply(operands.get(1));
    var centered = x.subtract(x.mean(true, -1));
    var factor = new LayerNormalization(epsilon).factor(centered);
    var normalized = centered.multiply(factor);
    return weighted
        .subtract(weighted.mean(true, -1))
        .subtract(normalized.multiply(weighted.multiply(normalized).mean(true, -1)))
        .multiply(factor);
  }
}
