package org.caracal.graph;

import java.util.List;
import org.caracal.array.DType;
import org.caracal.array.TensorType;

/**
 * The index ({@code int32}, row-major over the spatial axes of the input) of the first largest
 * element in each window.
 *
 * @param geometry how the window slides
 */
public record WindowArgMax(WindowGeometry geometry) implements Operation {
  @Override
  public TensorType infer(List<TensorType> operands) {
    return geometry.infer(this, operands).withDType(DType.INT32);
  }
}
