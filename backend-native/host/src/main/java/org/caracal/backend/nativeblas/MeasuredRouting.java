package org.caracal.backend.nativeblas;

import org.caracal.array.DType;

/**
 * OpenBLAS for products with enough operations for each element of their matrices: it packs both
 * operands, and they may have to be copied before, which a short extent does not pay back. How many
 * are enough was measured on x86-64, in processor time of one thread (docs/PERFORMANCE.md, "Which
 * products go to OpenBLAS"). In {@code float32}, with vectors of eight lanes and more, the Java
 * kernels are as fast as OpenBLAS but for the largest matrices, and copies or another pass for what
 * follows cost more than there is to gain.
 *
 * @param lanes the {@code float32} lanes of the vectors that the Java kernels use, 1 without any
 * @param takesArrays whether OpenBLAS needs no copies
 */
record MeasuredRouting(int lanes, boolean takesArrays) implements Routing {
  /** Operations for an element where Java has no vectors: those of squares of 6. */
  private static final double WITHOUT_VECTORS = 4;

  /** With vectors of few lanes, and in {@code float64}: of squares of 60. */
  private static final double NARROW_VECTORS = 40;

  /** With wide vectors, if OpenBLAS needs no copies: of squares of 120. */
  private static final double IN_PLACE = 80;

  /** The same, if something follows, which has to be another pass then: of squares of 750. */
  private static final double IN_PLACE_AND_FOLLOWED = 500;

  /** With wide vectors, if it does need copies: of squares of 1500. */
  private static final double COPIED = 1000;

  private static final int WIDE = 8;

  @Override
  public boolean prefersOpenBlas(MatrixProduct product, DType dtype, boolean followed) {
    return product.intensity() >= limit(dtype, followed);
  }

  private double limit(DType dtype, boolean followed) {
    if (lanes == 1) {
      return WITHOUT_VECTORS;
    }
    if (lanes < WIDE || dtype == DType.FLOAT64) {
      return NARROW_VECTORS;
    }
    if (!takesArrays) {
      return COPIED;
    }
    return followed ? IN_PLACE_AND_FOLLOWED : IN_PLACE;
  }
}
