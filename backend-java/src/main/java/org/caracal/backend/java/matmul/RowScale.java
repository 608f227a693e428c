package org.caracal.backend.java.matmul;

/** Writes multiples of a row. */
public interface RowScale extends ThinLoops {
  /**
   * {@code y[put + columns i + j] = x[from + i] w[at + j]}.
   *
   * @param rows number of rows i
   * @param columns number of columns j
   */
  @Override
  void run(Object x, int from, Object w, int at, Object y, int put, int rows, int columns);
}
