package org.caracal.backend.nativeblas;

/**
 * Memory outside the heap in which OpenBLAS finds its operands: JNI would copy arrays whole at
 * every call. Kernels of one session use it one after the other; several threads of a kernel at
 * once, each under its own number and in places of its own.
 */
interface Staging extends AutoCloseable {
  /** Makes room for so many elements. What was there is lost. */
  void reserve(long elements);

  /** Copies elements of an array to a place here. */
  void load(int worker, Object array, int offset, long place, int count);

  /** Copies elements from a place here into an array. */
  void store(int worker, long place, Object array, int offset, int count);

  /**
   * Multiplies a tile: rows of {@code op(a)} by columns of {@code op(b)}.
   *
   * @param left place of the first row of {@code op(a)}
   * @param right place of the first column of {@code op(b)}
   * @param result place of the tile's first element
   */
  void multiply(
      int worker, MatrixProduct product, int rows, int columns, long left, long right, long result);

  @Override
  void close();
}
