package org.caracal.backend.java.convolution;

import org.caracal.array.Shape;

/**
 * Where the factors of a convolution lie in a padded image: the product of kernel entry {@code row}
 * (channel of the group and tap, row-major) with the image for output position {@code column} is at
 * {@code rows[row] + columns[column]}.
 */
final class ConvolutionTaps {
  /** The average run from which on it pays to copy runs as such. */
  private static final int SHORT = 3;

  final int[] rows;
  final int[] columns;

  /** For each position the number of positions, from it on, that follow each other in the image. */
  final int[] runs;

  /** Whether runs are hardly longer than an element. */
  final boolean scattered;

  /**
   * Tables for a padded image.
   *
   * @param channels channels of a group
   * @param padded spatial extents of the padded image
   * @param kernel spatial extents of the kernel
   * @param output spatial extents of the output
   */
  ConvolutionTaps(
      int channels, Shape padded, Shape kernel, Shape output, int[] stride, int[] dilation) {
    var taps = kernel.size();
    rows = new int[channels * taps];
    for (var row = 0; row < rows.length; row++) {
      rows[row] =
          row / taps * padded.size() + offset(row % taps, kernel, padded.strides(), dilation);
    }
    columns = new int[output.size()];
    runs = new int[columns.length];
    var count = 0;
    for (var column = columns.length - 1; column >= 0; column--) {
      columns[column] = offset(column, output, padded.strides(), stride);
      var last = column == columns.length - 1 || columns[column + 1] != columns[column] + 1;
      runs[column] = last ? 1 : runs[column + 1] + 1;
      count += last ? 1 : 0;
    }
    scattered = columns.length < SHORT * count;
  }

  private static int offset(int index, Shape shape, int[] strides, int[] factors) {
    var offset = 0;
    var rest = index;
    for (var axis = shape.rank() - 1; axis >= 0; axis--) {
      offset += rest % shape.extent(axis) * factors[axis] * strides[axis];
      rest /= shape.extent(axis);
    }
    return offset;
  }
}
