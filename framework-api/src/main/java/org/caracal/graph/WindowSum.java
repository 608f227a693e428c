package org.caracal.graph;

import java.util.List;
import org.caracal.array.TensorType;

/**
 * The sum of the elements in each window, {@code [..., spatial] -> [..., spatial']}.
 *
 * @param geometry how the window slides
 */
public record WindowSum(WindowGeometry geometry) implements Operation {
  @Override
  public TensorType infer(List<TensorType> operands) {
    return geometry.infer(this, operands);
  }
}
