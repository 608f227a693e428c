package org.caracal.backend.java.convolution;

import org.caracal.array.Shape;

/**
 * Where the factors of a convolution lie in a padded image: the product of kernel entry {@code row}
 * (channel of the group and tap, row-major) with the image for output position {@code column} is at
 * {@code rows[row] + columns[column]}.
 */
final class ConvolutionTaps {
  final int[] rows;
  final int[] columns;

  /** For each position the number of positions, from it on, that follow each other in the image. */
  final int[] runs;

  /** Tables for a problem's padded image. */
  ConvolutionTaps(ConvolutionProblem problem) {
    var kernel = problem.kernel();
    var taps = kernel.size();
    rows = new int[problem.channels() * taps];
    for (var row = 0; row < rows.length; row++) {
      rows[row] =
          row / taps * problem.laidOut().size()
              + offset(row % taps, kernel, problem, problem.dilation());
    }
    columns = new int[problem.output().size()];
    runs = new int[columns.length];
    for (var column = columns.length - 1; column >= 0; column--) {
      columns[column] = offset(column, problem.output(), problem, problem.stride());
      var last = column == columns.length - 1 || columns[column + 1] != columns[column] + 1;
      runs[column] = last ? 1 : runs[column + 1] + 1;
    }
  }

  private static int offset(int index, Shape shape, ConvolutionProblem problem, int[] factors) {
    var strides = problem.laidOut().strides();
    var last = shape.rank() - 1;
    var offset = problem.place(index % shape.extent(last) * factors[last]);
    var rest = index / shape.extent(last);
    for (var axis = last - 1; axis >= 0; axis--) {
      offset += rest % shape.extent(axis) * factors[axis] * strides[axis];
      rest /= shape.extent(axis);
    }
    return offset;
  }
}
