package org.caracal.backend.java.convolution;

import org.caracal.backend.java.matmul.FloatProduct;

/** Convolutions of one image of {@code float32} as matrix products with the image's patches. */
final class FloatConvolution implements ConvolutionLoops {
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
    var x = (float[]) padded;
    var p = (float[]) patches;
    var columns = taps.columns.length;
    var base = group * problem.channels() * problem.padded().size();
    for (var row = 0; row < taps.rows.length; row++) {
      for (var column = 0; column < columns; column++) {
        p[row * columns + column] = x[base + taps.rows[row] + taps.columns[column]];
      }
    }
    var inner = taps.rows.length;
    var ko = group * problem.filters() * inner;
    FloatProduct.run(
        problem.filters(),
        columns,
        inner,
        (float[]) kernel,
        ko,
        inner,
        1,
        p,
        0,
        (float[]) output,
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
    var x = (float[]) padded;
    var p = (float[]) patches;
    var columns = taps.columns.length;
    var inner = taps.rows.length;
    var base = group * problem.channels() * problem.padded().size();
    for (var column = 0; column < columns; column++) {
      for (var row = 0; row < inner; row++) {
        p[column * inner + row] = x[base + taps.rows[row] + taps.columns[column]];
      }
    }
    var co = group * problem.filters() * inner;
    FloatProduct.run(
        problem.filters(),
        inner,
        columns,
        (float[]) gradient,
        at,
        columns,
        1,
        p,
        0,
        (float[]) result,
        co,
        add);
  }
}
