package org.caracal.graph;

import java.util.List;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;

/**
 * The adjoint of {@link Convolution} in its input, also known as transposed convolution: {@code [N,
 * K, spatial'] x [K, C / groups, kernel] -> [N, C, spatial]} of the operands gradient and kernel.
 *
 * @param geometry how the kernel slides in the convolution
 * @param inputShape the shape of the convolution's input
 */
public record ConvolutionInputGradient(ConvolutionGeometry geometry, Shape inputShape)
    implements Operation {
  @Override
  public TensorType infer(List<TensorType> operands) {
    Operands.count(this, operands, 2);
    var input = operands.get(0).withShape(inputShape);
    var expected = new Convolution(geometry).infer(List.of(input, operands.get(1)));
    Operands.require(
        operands.get(0).equals(expected),
        this,
        operands,
        "expected a gradient of type " + expected);
    return input;
  }
}
