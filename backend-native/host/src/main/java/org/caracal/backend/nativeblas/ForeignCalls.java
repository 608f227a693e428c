package org.caracal.backend.nativeblas;

import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/**
 * OpenBLAS on arrays of the heap, where they lie: by the foreign function interface, which Java has
 * from version 22 on. The handles are constants to the compiler, which sees through them: a call
 * costs some nanoseconds and, compiled, allocates nothing.
 *
 * <p>The virtual machine cannot stop for the collector during a call, so calls must be short.
 */
final class ForeignCalls {
  private static final @Nullable MethodHandle SGEMM;
  private static final @Nullable MethodHandle DGEMM;

  static {
    MethodHandle sgemm = null;
    MethodHandle dgemm = null;
    try {
      var linker = new ForeignLinker();
      sgemm = linker.gemm("cblas_sgemm", float[].class, 1f);
      dgemm = linker.gemm("cblas_dgemm", double[].class, 1.0);
    } catch (ReflectiveOperationException | RuntimeException e) {
      // an older Java, or one that does not permit native access here: JNI serves
    }
    SGEMM = sgemm;
    DGEMM = dgemm;
  }

  private ForeignCalls() {}

  /** Whether such calls are possible here. */
  static boolean available() {
    return SGEMM != null && DGEMM != null;
  }

  /**
   * Multiplies a tile: rows of {@code op(a)} by columns of {@code op(b)}, some terms of each sum.
   *
   * @param ao index of the first row of {@code op(a)}, from its first term on
   * @param bo index of the first column of {@code op(b)}, from its first term on
   * @param beta what is there already is multiplied by this before: 0 or 1
   * @param co index of the tile's first element
   */
  static void multiply(
      MatrixProduct product,
      int rows,
      int columns,
      int terms,
      float[] a,
      int ao,
      float[] b,
      int bo,
      float beta,
      float[] c,
      int co) {
    try {
      SGEMM.invokeExact(
          product.leftTransposition(),
          product.rightTransposition(),
          rows,
          columns,
          terms,
          a,
          (long) ao * Float.BYTES,
          product.leftStride(),
          b,
          (long) bo * Float.BYTES,
          product.rightStride(),
          beta,
          c,
          (long) co * Float.BYTES,
          product.n());
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  /** The same in {@code float64}. */
  static void multiply(
      MatrixProduct product,
      int rows,
      int columns,
      int terms,
      double[] a,
      int ao,
      double[] b,
      int bo,
      double beta,
      double[] c,
      int co) {
    try {
      DGEMM.invokeExact(
          product.leftTransposition(),
          product.rightTransposition(),
          rows,
          columns,
          terms,
          a,
          (long) ao * Double.BYTES,
          product.leftStride(),
          b,
          (long) bo * Double.BYTES,
          product.rightStride(),
          beta,
          c,
          (long) co * Double.BYTES,
          product.n());
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  private static RuntimeException rethrown(Throwable e) {
    if (e instanceof Error error) {
      throw error;
    }
    return e instanceof RuntimeException exception ? exception : new IllegalStateException(e);
  }
}
