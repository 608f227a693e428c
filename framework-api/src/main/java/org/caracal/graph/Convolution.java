package org.caracal.graph;

import java.util.List;
import org.caracal.array.TensorType;

/**
 * The N-d cross-correlation {@code [N, C, spatial] * [K, C / groups, kernel] -> [N, K, spatial']}
 * of the operands input and kernel.
 *
 * @param geometry how the kernel slides
 */
public record Convolution(ConvolutionGeometry geometry) implements Operation {
  @Override
  public TensorType infer(List<TensorType> operands) {
    Operands.count(this, operands, 2);
    var input = operands.get(0).shape();
    var kernel = operands.get(1).shape();
    var rank = geometry.rank() + 2;
    Operands.require(
        operands.get(0).dtype() == operands.get(1).dtype()
            && operands.get(0).dtype().isFloating()
            && input.rank() == rank
            && kernel.rank() == rank,
        this,
        operands,
        "expected floating input [N, C, spatial] and kernel [K, C / groups, kernel] of rank "
            + rank);
    Operands.require(
        input.extent(1) == kernel.extent(1) * geometry.groups()
            && kernel.extent(0) % geometry.groups() == 0,
        this,
        operands,
        "the channels do not fit " + geometry.groups() + " groups");
    var result = input.with(1, kernel.extent(0));
    for (var axis = 0; axis < geometry.rank(); axis++) {
      var extent = geometry.outputExtent(axis, input.extent(axis + 2), kernel.extent(axis + 2));
      Operands.require(extent > 0, this, operands, "the kernel is larger than the padded input");
      result = result.with(axis + 2, extent);
    }
    return operands.get(0).withShape(result);
  }
}
