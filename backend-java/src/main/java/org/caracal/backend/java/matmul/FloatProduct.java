package org.caracal.backend.java.matmul;

/** Plain matrix products of {@code float32} by rows. */
public final class FloatProduct {
  private FloatProduct() {}

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
      float[] a,
      int ao,
      int ai,
      int ak,
      float[] b,
      int bo,
      float[] c,
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

  private static void multiplyAdd(float factor, float[] b, int bo, float[] c, int co, int n) {
    for (var j = 0; j < n; j++) {
      c[co + j] = Math.fma(factor, b[bo + j], c[co + j]);
    }
  }
}
