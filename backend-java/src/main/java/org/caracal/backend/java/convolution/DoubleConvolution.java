package org.caracal.backend.java.convolution;

import org.caracal.backend.java.matmul.DoubleProduct;

/** Convolutions of one image of {@code float64} as matrix products with the image's patches. */
final class DoubleConvolution implements ConvolutionLoops {
  @Override
  public void apply(
      ConvolutionProblem problem,
      ConvolutionTaps taps,
      Object kernel,
      int group,
      Object padded,
      Object patches,
      Object output,
      int at) {
    var x = (double[]) padded;
    var p = (double[]) patches;
    var columns = taps.columns.length;
    var base = group * problem.channels() * problem.padded().size();
    for (var row = 0; row < taps.rows.length; row++) {
      for (var column = 0; column < columns; column++) {
        p[row * columns + column] = x[base + taps.rows[row] + taps.columns[column]];
      }
    }
    var inner = taps.rows.length;
    var ko = group * problem.filters() * inner;
    DoubleProduct.run(
        problem.filters(),
        columns,
        inner,
        (double[]) kernel,
        ko,
        inner,
        1,
        p,
        0,
        (double[]) output,
        at,
        false);
  }

  @Override
  public void kernelGradient(
      ConvolutionProblem problem,
      ConvolutionTaps taps,
      Object gradient,
      int at,
      int group,
      Object padded,
      Object patches,
      Object result,
      boolean add) {
    var x = (double[]) padded;
    var p = (double[]) patches;
    var columns = taps.columns.length;
    var inner = taps.rows.length;
    var base = group * problem.channels() * problem.padded().size();
    for (var column = 0; column < columns; column++) {
      for (var row = 0; row < inner; row++) {
        p[column * inner + row] = x[base + taps.rows[row] + taps.columns[column]];
      }
    }
    var co = group * problem.filters() * inner;
    DoubleProduct.run(
        problem.filters(),
        inner,
        columns,
        (double[]) gradient,
        at,
        columns,
        1,
        p,
        0,
        (double[]) result,
        co,
        add);
  }
}
