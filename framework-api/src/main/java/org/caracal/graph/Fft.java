package org.caracal.graph;

import java.util.List;
import org.caracal.array.TensorType;

/**
 * The discrete Fourier transform along the axis before the pairs (real, imaginary): {@code [..., n,
 * 2] -> [..., n, 2]}, {@code X_k = sum_j x_j e^(-2 pi i j k / n)}.
 *
 * @param inverse whether the exponent is positive; the result is not divided by n
 */
public record Fft(boolean inverse) implements Operation {
  @Override
  public TensorType infer(List<TensorType> operands) {
    Operands.count(this, operands, 1);
    var shape = operands.get(0).shape();
    Operands.require(
        operands.get(0).dtype().isFloating() && shape.rank() >= 2 && shape.extent(-1) == 2,
        this,
        operands,
        "expected floating pairs [..., n, 2]");
    return operands.get(0);
  }
}
