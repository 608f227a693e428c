package org.caracal.backend.java.matmul;

/** Adds rows of {@code float32}. */
class FloatRowSum implements RowSum {
  @Override
  public void add(
      Object x,
      int from,
      int step,
      Object w,
      int at,
      int stride,
      Object y,
      int put,
      int columns,
      int terms) {
    var rows = (float[]) w;
    var sums = (float[]) y;
    for (var k = 0; k < terms; k++) {
      var factor = ((float[]) x)[from + k * step];
      var row = at + k * stride;
      for (var j = 0; j < columns; j++) {
        sums[put + j] = Math.fma(factor, rows[row + j], sums[put + j]);
      }
    }
  }
}
