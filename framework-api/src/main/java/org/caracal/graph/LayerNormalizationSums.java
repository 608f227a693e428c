package org.caracal.graph;

import java.util.List;
import java.util.stream.IntStream;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;

/**
 * The gradients of {@link LayerNormalization} by scale and offset, from its operand x {@code [...,
 * F]} and the gradient g of its result: {@code [2, F]}, first the sums over all other axes of
 * {@code g (x - mean) / deviation}, then those of g.
 *
 * @param epsilon what is added to the variance
 */
public record LayerNormalizationSums(double epsilon) implements Composite {
  @Override
  public String name() {
    return "layer-normalization-sums";
  }

  @Override
  public TensorType infer(List<TensorType> operands) {
    Operands.count(this, operands, 2);
    var type = operands.get(0);
    Operands.require(
        type.dtype().isFloating() && type.shape().rank() > 0 && operands.get(1).equals(type),
        this,
        operands,
        "expected two floating operands [..., F] of one type");
    return type.withShape(Shape.of(2, type.shape().extent(-1)));
  }

  @Override
  public Tensor decompose(List<Tensor> operands) {
    var x = operands.get(0);
    var gradient = operands.get(1);
    var centered = x.subtract(x.mean(true, -1));
    var normalized = centered.multiply(new LayerNormalization(epsilon).factor(centered));
    return Tensor.concat(0, List.of(row(gradient.multiply(normalized)), row(gradient)));
  }

  private static Tensor row(Tensor x) {
    var axes = IntStream.range(0, x.shape().rank() - 1).toArray();
    var sums = axes.length == 0 ? x : x.sum(false, axes);
    return sums.reshape(1, x.shape().extent(-1));
  }
}
