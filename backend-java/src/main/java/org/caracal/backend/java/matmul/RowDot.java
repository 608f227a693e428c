package org.caracal.backend.java.matmul;

/**
 * Multiplies rows by a column. Sums of {@code float32} are computed as sixteen sums of every
 * sixteenth term, which are added by halves, the first to the ninth and so on; terms that are left
 * over follow one by one. So vectors of any length can do it, and rounding errors of long sums are
 * smaller. Sums of {@code float64} have their terms added one by one.
 */
public interface RowDot extends ThinLoops {
  /**
   * {@code y[put + i] = sum_k w[at + terms i + k] x[from + k]}.
   *
   * @param rows number of rows i
   * @param terms number of terms k
   */
  @Override
  void run(Object w, int at, Object x, int from, Object y, int put, int rows, int terms);
}
