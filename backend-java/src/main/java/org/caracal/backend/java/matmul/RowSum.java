package org.caracal.backend.java.matmul;

/** Adds multiples of a matrix's rows to a row, in their order, by fused multiply-adds. */
public interface RowSum {
  /**
   * {@code y[put + j] += sum_k x[from + step k] w[at + stride k + j]}.
   *
   * @param columns number of columns j
   * @param terms number of rows k
   */
  void add(
      Object x,
      int from,
      int step,
      Object w,
      int at,
      int stride,
      Object y,
      int put,
      int columns,
      int terms);
}
