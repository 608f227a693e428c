package org.caracal.graph;

import java.util.List;
import org.caracal.array.DType;
import org.caracal.array.TensorType;

/**
 * An elementwise function of two operands of equal type.
 *
 * @param function the function
 */
public record Binary(Function function) implements Operation {
  /** The elementwise functions of two operands. */
  public enum Function {
    /** {@code a + b}. */
    ADD,
    /** {@code a - b}. */
    SUBTRACT,
    /** {@code a * b}. */
    MULTIPLY,
    /** {@code a / b}. */
    DIVIDE,
    /** {@code a^b}. */
    POWER,
    /** The larger one; not a number if one is. */
    MAXIMUM,
    /** The smaller one; not a number if one is. */
    MINIMUM,
    /** Logical and of {@code bool}. */
    AND,
    /** Logical or of {@code bool}. */
    OR
  }

  @Override
  public TensorType infer(List<TensorType> operands) {
    Operands.count(this, operands, 2);
    Operands.require(
        operands.get(0).equals(operands.get(1)),
        this,
        operands,
        "expected two operands of equal type");
    var logical = function == Function.AND || function == Function.OR;
    var fits = logical == (operands.get(0).dtype() == DType.BOOL);
    Operands.require(fits, this, operands, logical ? "expected bool" : "expected a number type");
    Operands.require(
        function != Function.POWER || operands.get(0).dtype().isFloating(),
        this,
        operands,
        "expected a floating type");
    return operands.get(0);
  }
}
