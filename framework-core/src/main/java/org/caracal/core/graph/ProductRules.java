package org.caracal.core.graph;

import org.caracal.graph.Convolution;
import org.caracal.graph.ConvolutionInputGradient;
import org.caracal.graph.ConvolutionKernelGradient;
import org.caracal.graph.Fft;
import org.caracal.graph.MatMul;
import org.caracal.graph.Tensor;

/**
 * Derivatives of operations that are linear in each operand: their adjoints are operations of the
 * same kind.
 */
final class ProductRules {
  private ProductRules() {}

  static Tensor matMul(MatMul operation, Tensor result, Tensor gradient, int operand) {
    var left = result.operands().get(0);
    var right = result.operands().get(1);
    var transposeLeft = operation.transposeLeft();
    var transposeRight = operation.transposeRight();
    if (operand == 0) {
      return transposeLeft
          ? Tensor.of(new MatMul(transposeRight, true), right, gradient)
          : Tensor.of(new MatMul(false, !transposeRight), gradient, right);
    }
    return transposeRight
        ? Tensor.of(new MatMul(true, transposeLeft), gradient, left)
        : Tensor.of(new MatMul(!transposeLeft, false), left, gradient);
  }

  static Tensor convolution(Convolution operation, Tensor result, Tensor gradient, int operand) {
    var input = result.operands().get(0);
    var kernel = result.operands().get(1);
    return operand == 0
        ? Tensor.of(
            new ConvolutionInputGradient(operation.geometry(), input.shape()), gradient, kernel)
        : Tensor.of(
            new ConvolutionKernelGradient(operation.geometry(), kernel.shape()), input, gradient);
  }

  static Tensor convolutionInputGradient(
      ConvolutionInputGradient operation, Tensor result, Tensor gradient, int operand) {
    var outer = result.operands().get(0);
    var kernel = result.operands().get(1);
    return operand == 0
        ? Tensor.of(new Convolution(operation.geometry()), gradient, kernel)
        : Tensor.of(
            new ConvolutionKernelGradient(operation.geometry(), kernel.shape()), gradient, outer);
  }

  static Tensor convolutionKernelGradient(
      ConvolutionKernelGradient operation, Tensor result, Tensor gradient, int operand) {
    var input = result.operands().get(0);
    var outer = result.operands().get(1);
    return operand == 0
        ? Tensor.of(
            new ConvolutionInputGradient(operation.geometry(), input.shape()), outer, gradient)
        : Tensor.of(new Convolution(operation.geometry()), input, gradient);
  }

  /**
   * The adjoint of the transform in real and imaginary parts is the one with the exponent's sign
   * changed.
   */
  static Tensor fft(Fft operation, Tensor result, Tensor gradient, int operand) {
    return Tensor.of(new Fft(!operation.inverse()), gradient);
  }
}
