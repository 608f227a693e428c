package org.caracal.graph;

import java.util.List;
import org.caracal.array.DType;
import org.caracal.array.TensorType;

/**
 * An elementwise comparison of two operands of equal type; the result is {@code bool}. Comparisons
 * with not-a-number are false, but NOT_EQUAL is true.
 *
 * @param relation the relation
 */
public record Compare(Relation relation) implements Operation {
  /** The relations. */
  public enum Relation {
    /** {@code a == b}. */
    EQUAL,
    /** {@code a != b}. */
    NOT_EQUAL,
    /** {@code a < b}. */
    LESS,
    /** {@code a <= b}. */
    LESS_EQUAL,
    /** {@code a > b}. */
    GREATER,
    /** {@code a >= b}. */
    GREATER_EQUAL
  }

  @Override
  public TensorType infer(List<TensorType> operands) {
    Operands.count(this, operands, 2);
    Operands.require(
        operands.get(0).equals(operands.get(1)),
        this,
        operands,
        "expected two operands of equal type");
    return operands.get(0).withDType(DType.BOOL);
  }
}
