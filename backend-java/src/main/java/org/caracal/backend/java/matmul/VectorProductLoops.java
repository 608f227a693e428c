package org.caracal.backend.java.matmul;

import jdk.incubator.vector.FloatVector;
import org.caracal.array.DType;

/** The loops of matrix products that use the Vector API. */
public final class VectorProductLoops extends ProductLoops {
  /** The number of those of a preferred vector; cannot be linked without the Vector API. */
  @Override
  public int lanes() {
    return FloatVector.SPECIES_PREFERRED.length();
  }

  @Override
  public Panels panels(DType dtype) {
    return dtype == DType.FLOAT64 ? new VectorDoublePanels() : new VectorFloatPanels();
  }

  @Override
  public RowSum rowSum(DType dtype) {
    return dtype == DType.FLOAT64 ? new VectorDoubleRowSum() : new VectorFloatRowSum();
  }

  @Override
  public RowDot rowDot(DType dtype) {
    return dtype == DType.FLOAT64 ? super.rowDot(dtype) : new VectorFloatRowDot();
  }

  @Override
  public RowScale rowScale(DType dtype) {
    return dtype == DType.FLOAT64 ? super.rowScale(dtype) : new VectorFloatRowScale();
  }
}
