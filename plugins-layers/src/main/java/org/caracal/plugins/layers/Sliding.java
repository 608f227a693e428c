package org.caracal.plugins.layers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.caracal.array.Shape;
import org.caracal.graph.ConvolutionGeometry;

/** How options of convolutions and poolings become geometry, for any number of spatial axes. */
final class Sliding {
  private Sliding() {}

  /** One entry for each spatial axis from a list that has one for each, or one for all. */
  static List<Integer> entries(String option, List<Integer> given, int rank) {
    if (given.size() == rank) {
      return given;
    }
    if (given.size() == 1) {
      return Collections.nCopies(rank, given.get(0));
    }
    throw new IllegalArgumentException(
        "option "
            + option
            + " needs 1 or "
            + rank
            + " numbers, got "
            + given.size()
            + ": "
            + given);
  }

  /** The geometry for an input {@code [N, C, spatial]}. */
  static ConvolutionGeometry geometry(
      Shape input,
      List<Integer> window,
      List<Integer> stride,
      List<Integer> dilation,
      Padding padding,
      int groups) {
    var low = new ArrayList<Integer>();
    var high = new ArrayList<Integer>();
    for (var axis = 0; axis < window.size(); axis++) {
      var total =
          padding == Padding.SAME
              ? total(
                  input.extent(axis + 2), window.get(axis), stride.get(axis), dilation.get(axis))
              : 0;
      low.add(total / 2);
      high.add(total - total / 2);
    }
    return new ConvolutionGeometry(stride, low, high, dilation, groups);
  }

  /** Checks that an input has the axes {@code [N, C, spatial]}. */
  static void requireImages(org.caracal.graph.Tensor input, int rank) {
    if (input.shape().rank() != rank + 2 || !input.dtype().isFloating()) {
      throw new IllegalArgumentException(
          "expected a floating input [N, C"
              + ", extent".repeat(rank)
              + "], got "
              + input.type()
              + "; a reshape layer can add the channel axis");
    }
  }

  private static int total(int input, int window, int stride, int dilation) {
    var output = (input + stride - 1) / stride;
    return Math.max(0, (output - 1) * stride + dilation * (window - 1) + 1 - input);
  }
}
