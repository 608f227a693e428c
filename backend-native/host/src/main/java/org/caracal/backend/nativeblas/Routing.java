package org.caracal.backend.nativeblas;

/** Which products OpenBLAS computes, and which the Java kernels. */
@FunctionalInterface
interface Routing {
  /** Whether OpenBLAS computes these products. */
  boolean prefersOpenBlas(MatrixProduct product);

  /** The rule that measurements have led to. */
  static Routing measured() {
    return product ->
        Math.min(Math.min(product.m(), product.n()), product.k()) >= 8
            && product.operations() >= 16_384;
  }
}
