package org.caracal.backend.java.matmul;

/** Multiplies rows of {@code float64} by a column, some side by side, with sums in registers. */
final class DoubleRowDot implements RowDot {
  /** Rows at a time: with more, their indexes don't stay in registers. */
  private static final int ROWS = 4;

  @Override
  public void run(Object w, int at, Object x, int from, Object y, int put, int rows, int terms) {
    for (var i = 0; i < rows; i += ROWS) {
      var last = Math.min(ROWS, rows - i) - 1;
      four((double[]) w, at + i * terms, (double[]) x, from, (double[]) y, put + i, last, terms);
    }
  }

  /** Rows behind the last one are the last one once more. */
  private static void four(
      double[] w, int at, double[] x, int from, double[] y, int put, int last, int terms) {
    var r1 = at + Math.min(1, last) * terms;
    var r2 = at + Math.min(2, last) * terms;
    var r3 = at + last * terms;
    var s0 = 0.0;
    var s1 = 0.0;
    var s2 = 0.0;
    var s3 = 0.0;
    for (var k = 0; k < terms; k++) {
      var factor = x[from + k];
      s0 = Math.fma(w[at + k], factor, s0);
      s1 = Math.fma(w[r1 + k], factor, s1);
      s2 = Math.fma(w[r2 + k], factor, s2);
      s3 = Math.fma(w[r3 + k], factor, s3);
    }
    y[put] = s0;
    y[put + Math.min(1, last)] = s1;
    y[put + Math.min(2, last)] = s2;
    y[put + last] = s3;
  }
}
