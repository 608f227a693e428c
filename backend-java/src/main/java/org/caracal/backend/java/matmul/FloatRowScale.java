package org.caracal.backend.java.matmul;

/** Writes multiples of a row of {@code float32}, sums of one term that begin with zero. */
class FloatRowScale implements RowScale {
  @Override
  public void run(Object x, int from, Object w, int at, Object y, int put, int rows, int columns) {
    var row = (float[]) w;
    var result = (float[]) y;
    for (var i = 0; i < rows; i++) {
      var factor = ((float[]) x)[from + i];
      var to = put + i * columns;
      for (var j = 0; j < columns; j++) {
        result[to + j] = Math.fma(factor, row[at + j], 0f);
      }
    }
  }
}
