package org.caracal.graph;

import java.util.List;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;

/**
 * How a window slides over the trailing (spatial) axes of its input; one entry for each of them.
 *
 * @param window extents of the window, at least 1
 * @param stride steps of the window, at least 1
 * @param paddingLow elements put before the input, at least 0; they never count
 * @param paddingHigh elements put after the input, at least 0; they never count
 * @param dilation distance between the window's taps, at least 1
 */
public record WindowGeometry(
    List<Integer> window,
    List<Integer> stride,
    List<Integer> paddingLow,
    List<Integer> paddingHigh,
    List<Integer> dilation) {
  /** Copies the lists and checks bounds. */
  public WindowGeometry {
    window = List.copyOf(window);
    var sliding = new ConvolutionGeometry(stride, paddingLow, paddingHigh, dilation, 1);
    stride = sliding.stride();
    paddingLow = sliding.paddingLow();
    paddingHigh = sliding.paddingHigh();
    dilation = sliding.dilation();
    if (window.size() != stride.size() || window.stream().anyMatch(entry -> entry < 1)) {
      throw new IllegalArgumentException(
          "the window needs one extent of at least 1 for each spatial axis");
    }
  }

  /** The number of spatial axes. */
  public int rank() {
    return window.size();
  }

  /** The type of the result: {@code [..., spatial] -> [..., spatial']}. */
  TensorType infer(Operation operation, List<TensorType> operands) {
    Operands.count(operation, operands, 1);
    var shape = operands.get(0).shape();
    Operands.require(
        shape.rank() >= rank() && operands.get(0).dtype().isFloating(),
        operation,
        operands,
        "expected a floating operand with at least " + rank() + " axes");
    return operands.get(0).withShape(output(operation, operands, shape));
  }

  private Shape output(Operation operation, List<TensorType> operands, Shape shape) {
    var sliding = new ConvolutionGeometry(stride, paddingLow, paddingHigh, dilation, 1);
    var leading = shape.rank() - rank();
    var result = shape;
    for (var axis = 0; axis < rank(); axis++) {
      var extent = sliding.outputExtent(axis, shape.extent(leading + axis), window.get(axis));
      Operands.require(
          extent > 0, operation, operands, "the window is larger than the padded input");
      result = result.with(leading + axis, extent);
    }
    return result;
  }
}
