package org.caracal.graph;

import java.util.List;

/**
 * How a kernel slides over its input; one entry for each spatial axis.
 *
 * @param stride steps of the kernel, at least 1
 * @param paddingLow zeros put before the input, at least 0
 * @param paddingHigh zeros put after the input, at least 0
 * @param dilation distance between the kernel's taps, at least 1
 * @param groups number of groups into which the channels are divided
 */
public record ConvolutionGeometry(
    List<Integer> stride,
    List<Integer> paddingLow,
    List<Integer> paddingHigh,
    List<Integer> dilation,
    int groups) {
  /** Copies the lists and checks bounds. */
  public ConvolutionGeometry {
    stride = List.copyOf(stride);
    paddingLow = List.copyOf(paddingLow);
    paddingHigh = List.copyOf(paddingHigh);
    dilation = List.copyOf(dilation);
    var rank = stride.size();
    if (paddingLow.size() != rank || paddingHigh.size() != rank || dilation.size() != rank) {
      throw new IllegalArgumentException(
          "stride, padding and dilation need one entry for each spatial axis");
    }
    if (groups < 1
        || stride.stream().anyMatch(entry -> entry < 1)
        || dilation.stream().anyMatch(entry -> entry < 1)
        || paddingLow.stream().anyMatch(entry -> entry < 0)
        || paddingHigh.stream().anyMatch(entry -> entry < 0)) {
      throw new IllegalArgumentException(
          "stride, dilation and groups must be at least 1, padding at least 0");
    }
  }

  /** The number of spatial axes. */
  public int rank() {
    return stride.size();
  }

  /**
   * The extent of the result along a spatial axis: {@code (in + low + high - dilation (kernel - 1)
   * - 1) / stride + 1}.
   */
  public int outputExtent(int axis, int input, int kernel) {
    var span =
        input
            + paddingLow.get(axis)
            + paddingHigh.get(axis)
            - dilation.get(axis) * (kernel - 1)
            - 1;
    return span < 0 ? 0 : span / stride.get(axis) + 1;
  }
}
