package org.caracal.backend.java.matmul;

import org.caracal.array.DType;

/** The loops of matrix products, in plain Java. */
public class ProductLoops {
  /** Loops for operands of a floating type. */
  public Panels panels(DType dtype) {
    return dtype == DType.FLOAT64
        ? new DoublePanels(DoubleBlock.TILE, DoubleBlock.WIDTH, DoubleBlock::new)
        : new FloatPanels(FloatBlock.TILE, FloatBlock.WIDTH, FloatBlock::new);
  }

  /** Loops for sums of rows of a floating type. */
  public RowSum rowSum(DType dtype) {
    return dtype == DType.FLOAT64 ? new DoubleRowSum() : new FloatRowSum();
  }

  /** Whether these are the loops of the Vector API, which are about 15 times faster. */
  public boolean useVectors() {
    return false;
  }
}
