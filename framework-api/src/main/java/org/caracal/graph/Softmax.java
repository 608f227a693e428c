package org.caracal.graph;

import java.util.List;
import java.util.Optional;

/**
 * {@code e^x_i / sum_j e^x_j} along an axis, computed with the largest element subtracted.
 *
 * @param axis the axis, not negative
 */
public record Softmax(int axis) implements Composite {
  @Override
  public String name() {
    return "softmax";
  }

  @Override
  public Tensor decompose(List<Tensor> operands) {
    var x = operands.get(0);
    var exponentials = x.subtract(x.max(true, axis).stopGradient()).exp();
    return exponentials.divide(exponentials.sum(true, axis));
  }

  @Override
  public Optional<List<Tensor>> vjp(List<Tensor> operands, Tensor result, Tensor gradient) {
    var weighted = gradient.multiply(result);
    return Optional.of(List.of(weighted.subtract(result.multiply(weighted.sum(true, axis)))));
  }
}
