package org.caracal.backend.java.matmul;

/** Multiplies rows of {@code float32} by a column. */
class FloatRowDot implements RowDot {
  /** The number of sums that are computed apart. */
  static final int SUMS = 16;

  @Override
  public void run(Object w, int at, Object x, int from, Object y, int put, int rows, int terms) {
    var matrix = (float[]) w;
    var column = (float[]) x;
    var sums = (float[]) y;
    var whole = terms - terms % SUMS;
    for (var i = 0; i < rows; i++) {
      sums[put + i] = sum(matrix, at + i * terms, column, from, whole, 0, 1);
    }
    addRest(matrix, at, column, from, sums, put, rows, terms);
  }

  /** The sum of every term at a distance from a first one on, a half of which stands before. */
  private static float sum(
      float[] row, int at, float[] column, int from, int terms, int first, int distance) {
    if (distance < SUMS) {
      return sum(row, at, column, from, terms, first, 2 * distance)
          + sum(row, at, column, from, terms, first + distance, 2 * distance);
    }
    var sum = 0f;
    for (var k = first; k < terms; k += distance) {
      sum = Math.fma(row[at + k], column[from + k], sum);
    }
    return sum;
  }

  /** Adds the terms that are no whole run. */
  static void addRest(
      float[] matrix,
      int at,
      float[] column,
      int from,
      float[] sums,
      int put,
      int rows,
      int terms) {
    var whole = terms - terms % SUMS;
    for (var i = 0; i < rows && whole < terms; i++) {
      var sum = sums[put + i];
      for (var k = whole; k < terms; k++) {
        sum = Math.fma(matrix[at + i * terms + k], column[from + k], sum);
      }
      sums[put + i] = sum;
    }
  }
}
