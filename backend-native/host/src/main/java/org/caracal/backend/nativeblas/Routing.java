package org.caracal.backend.nativeblas;

import org.caracal.array.DType;

/** Which products OpenBLAS computes, and which the Java kernels. */
@FunctionalInterface
interface Routing {
  /**
   * Whether OpenBLAS computes these products.
   *
   * @param followed whether the Java kernel would compute what follows along with the product, so
   *     that the product itself needs no memory
   */
  boolean prefersOpenBlas(MatrixProduct product, DType dtype, boolean followed);
}
