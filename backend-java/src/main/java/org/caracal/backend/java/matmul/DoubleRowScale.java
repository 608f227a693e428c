package org.caracal.backend.java.matmul;

/** Writes multiples of a row of {@code float64}, sums of one term that begin with zero. */
final class DoubleRowScale implements RowScale {
  @Override
  public void run(Object x, int from, Object w, int at, Object y, int put, int rows, int columns) {
    var row = (double[]) w;
    var result = (double[]) y;
    for (var i = 0; i < rows; i++) {
      var factor = ((double[]) x)[from + i];
      var to = put + i * columns;
      for (var j = 0; j < columns; j++) {
        result[to + j] = Math.fma(factor, row[at + j], 0);
      }
    }
  }
}
