package org.caracal.graph;

import java.util.List;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;

/**
 * The adjoint of {@link Convolution} in its kernel: {@code [N, C, spatial] x [N, K, spatial'] ->
 * [K, C / groups, kernel]} of the operands input and gradient.
 *
 * @param geometry how the kernel slides in the convolution
 * @param kernelShape the shape of the convolution's kernel
 */
public record ConvolutionKernelGradient(ConvolutionGeometry geometry, Shape kernelShape)
    implements Operation {
  @Override
  public TensorType infer(List<TensorType> operands) {
    Operands.count(this, operands, 2);
    var kernel = operands.get(0).withShape(kernelShape);
    var expected = new Convolution(geometry).infer(List.of(operands.get(0), kernel));
    Operands.require(
        operands.get(1).equals(expected),
        this,
        operands,
        "expected a gradient of type " + expected);
    return kernel;
  }
}
