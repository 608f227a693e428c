package org.caracal.graph;

import java.util.List;
import org.caracal.array.DType;
import org.caracal.array.TensorType;

/**
 * An elementwise function of one operand.
 *
 * @param function the function
 */
public record Unary(Function function) implements Operation {
  /** The elementwise functions of one operand. */
  public enum Function {
    /** {@code -x}. */
    NEGATE,
    /** {@code |x|}. */
    ABS,
    /** -1, 0 or 1. */
    SIGN,
    /** The largest integer that is not above x. */
    FLOOR,
    /** {@code 1 / x}. */
    RECIPROCAL,
    /** The square root. */
    SQRT,
    /** {@code e^x}. */
    EXP,
    /** {@code e^x - 1}, exact near 0. */
    EXPM1,
    /** The natural logarithm. */
    LOG,
    /** {@code log(1 + x)}, exact near 0. */
    LOG1P,
    /** The sine, x in radians. */
    SIN,
    /** The cosine, x in radians. */
    COS,
    /** The hyperbolic tangent. */
    TANH,
    /** {@code 1 / (1 + e^-x)}. */
    SIGMOID,
    /** The error function. */
    ERF,
    /** Logical negation of {@code bool}. */
    NOT
  }

  @Override
  public TensorType infer(List<TensorType> operands) {
    Operands.count(this, operands, 1);
    var dtype = operands.get(0).dtype();
    var fits =
        switch (function) {
          case NOT -> dtype == DType.BOOL;
          case NEGATE, ABS, SIGN -> dtype != DType.BOOL;
          default -> dtype.isFloating();
        };
    Operands.require(
        fits,
        this,
        operands,
        function == Function.NOT ? "expected bool" : "expected a number type");
    return operands.get(0);
  }
}
