package org.caracal.backend.java.matmul;

import org.caracal.array.DType;

/** The loops of matrix products, in plain Java. */
public class ProductLoops {
  /** Loops for operands of a floating type. */
  public Panels panels(DType dtype) {
    return dtype == DType.FLOAT64
        ? new DoublePanels(
            DoubleBlock.TILE, DoubleBlock.WIDTH, width -> new DoubleBlock(DoubleBlock.TILE, width))
        : new FloatPanels(
            FloatBlock.TILE, FloatBlock.WIDTH, width -> new FloatBlock(FloatBlock.TILE, width));
  }

  /** Loops for sums of rows of a floating type. */
  public RowSum rowSum(DType dtype) {
    return dtype == DType.FLOAT64 ? new DoubleRowSum() : new FloatRowSum();
  }

  /** Loops for products of rows and a column of a floating type. */
  public RowDot rowDot(DType dtype) {
    return dtype == DType.FLOAT64 ? new DoubleRowDot() : new FloatRowDot();
  }

  /** Loops for multiples of a row of a floating type. */
  public RowScale rowScale(DType dtype) {
    return dtype == DType.FLOAT64 ? new DoubleRowScale() : new FloatRowScale();
  }

  /** The number of {@code float32} lanes in the vectors that are used, 1 where none are. */
  public int lanes() {
    return 1;
  }

  /** Whether these are the loops of the Vector API, which are about 15 times faster. */
  public final boolean useVectors() {
    return lanes() > 1;
  }
}
