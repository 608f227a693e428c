package org.caracal.graph;

import java.util.List;
import java.util.Optional;

/**
 * {@code x_i - log sum_j e^x_j} along an axis, computed with the largest element subtracted.
 *
 * @param axis the axis, not negative
 */
public record LogSoftmax(int axis) implements Composite {
  @Override
  public String name() {
    return "log-softmax";
  }

  @Override
  public Tensor decompose(List<Tensor> operands) {
    var x = operands.get(0);
    var shifted = x.subtract(x.max(true, axis).stopGradient());
    return shifted.subtract(shifted.exp().sum(true, axis).log());
  }

  @Override
  public Optional<List<Tensor>> vjp(List<Tensor> operands, Tensor result, Tensor gradient) {
    return Optional.of(List.of(gradient.subtract(result.exp().multiply(gradient.sum(true, axis)))));
  }
}
