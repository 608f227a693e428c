package org.caracal.graph;

import java.util.List;
import java.util.Optional;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;

/**
 * {@code scale (x - mean) / sqrt(variance + epsilon) + offset} with mean and (biased) variance over
 * the last axis (Ba, Kiros and Hinton, Layer normalization, 2016). Operands: x {@code [..., F]},
 * scale {@code [F]}, offset {@code [F]}; the result is {@code [..., F]}.
 *
 * @param epsilon what is added to the variance
 */
public record LayerNormalization(double epsilon) implements Composite {
  @Override
  public String name() {
    return "layer-normalization";
  }

  @Override
  public TensorType infer(List<TensorType> operands) {
    Operands.count(this, operands, 3);
    var type = operands.get(0);
    Operands.require(
        type.dtype().isFloating() && type.shape().rank() > 0,
        this,
        operands,
        "expected a floating operand [..., F]");
    var features = type.withShape(Shape.of(type.shape().extent(-1)));
    Operands.require(
        operands.get(1).equals(features) && operands.get(2).equals(features),
        this,
        operands,
        "expected scale and offset of type " + features);
    return type;
  }

  @Override
  public Tensor decompose(List<Tensor> operands) {
    var x = operands.get(0);
    var centered = x.subtract(x.mean(true, -1));
    return centered.multiply(factor(centered)).multiply(operands.get(1)).add(operands.get(2));
  }

  @Override
  public Optional<List<Tensor>> vjp(List<Tensor> operands, Tensor result, Tensor gradient) {
    var x = operands.get(0);
    var scale = operands.get(1);
    var sums = Tensor.of(new LayerNormalizationSums(epsilon), x, gradient);
    return Optional.of(
        List.of(
            Tensor.of(new LayerNormalizationGradient(epsilon), x, scale, gradient),
            sums.slice(0, 0, 1).reshape(scale.shape()),
            sums.slice(0, 1, 2).reshape(scale.shape())));
  }

  /** {@code 1 / sqrt(variance + epsilon)} of what has mean 0. */
  Tensor factor(Tensor centered) {
    return centered.square().mean(true, -1).add(epsilon).sqrt().reciprocal();
  }
}
