package org.caracal.backend.nativeblas;

/** Which products OpenBLAS computes, and which the Java kernels. */
@FunctionalInterface
interface Routing {
  /** Whether OpenBLAS computes these products. */
  boolean prefersOpenBlas(MatrixProduct product);

  /**
   * OpenBLAS for products with enough operations for each element of their matrices. OpenBLAS packs
   * both operands, and they may have to be copied before; products with a short extent do not pay
   * that back: they are limited by memory, and the Java kernels read each element where it lies.
   * The two limits are where OpenBLAS overtakes the Java kernels on x86-64, measured in CPU time of
   * one thread: squares of 60, or of 6 where Java has no vectors.
   *
   * @param vectors whether the Java kernels use the Vector API
   */
  static Routing measured(boolean vectors) {
    var limit = vectors ? 40 : 4;
    return product -> product.intensity() >= limit;
  }
}
