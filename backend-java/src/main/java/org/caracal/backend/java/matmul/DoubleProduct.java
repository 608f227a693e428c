package org.caracal.backend.java.matmul;

/** Plain matrix products of {@code float64} by rows. */
public final class DoubleProduct {
  private DoubleProduct() {}

  /**
   * {@code c[i, j] (+)= sum_k a[i, k] b[k, j]}; the terms are added in the order of k by fused
   * multiply-adds.
   *
   * @param ai distance of rows of a
   * @param ak distance of columns of a
   */
  public static void run(
      int rows,
      int columns,
      int inner,
      double[] a,
      int ao,
      int ai,
      int ak,
      double[] b,
      int bo,
      double[] c,
      int co,
      boolean add) {
    for (var i = 0; i < rows; i++) {
      var row = co + i * columns;
      if (!add) {
        java.util.Arrays.fill(c, row, row + columns, 0);
      }
      for (var k = 0; k < inner; k++) {
        multiplyAdd(a[ao + i * ai + k * ak], b, bo + k * columns, c, row, columns);
      }
    }
  }

  private static void multiplyAdd(double factor, double[] b, int bo, double[] c, int co, int n) {
    for (var j = 0; j < n; j++) {
      c[co + j] = Math.fma(factor, b[bo + j], c[co + j]);
    }
  }
}
