package org.caracal.backend.java.matmul;

/** Loops of {@link ThinProductKernel}, over some rows of one matrix. */
public interface ThinLoops {
  /**
   * Computes rows of a result.
   *
   * @param left where the rows of the left operand are, from an index on
   * @param right where the right operand is, from an index on
   * @param rows number of rows
   * @param length number of elements of the right operand, a column or a row
   */
  void run(
      Object left,
      int leftAt,
      Object right,
      int rightAt,
      Object result,
      int resultAt,
      int rows,
      int length);
}
