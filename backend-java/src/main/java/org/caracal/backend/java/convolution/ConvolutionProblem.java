package org.caracal.backend.java.convolution;

import java.util.Arrays;
import java.util.List;
import org.caracal.array.DType;
import org.caracal.array.Shape;
import org.caracal.backend.java.movement.StridedCopy;
import org.caracal.backend.java.parallel.ThreadPool;
import org.caracal.graph.ConvolutionGeometry;

/**
 * A convolution of zero-padded images with strides and dilation but no further padding, to which
 * the forward pass and both gradients come down.
 *
 * @param images number of images
 * @param groups number of groups
 * @param channels channels of the image in each group
 * @param filters channels of the output in each group
 * @param image spatial extents of the image as it is given
 * @param padded spatial extents of the padded image
 * @param kernel spatial extents of the kernel
 * @param output spatial extents of the output
 * @param low elements put before the image along each axis
 * @param spread distance in the padded image of neighbours in the image
 * @param stride steps of the kernel
 * @param dilation distance between the kernel's taps
 */
record ConvolutionProblem(
    int images,
    int groups,
    int channels,
    int filters,
    Shape image,
    Shape padded,
    Shape kernel,
    Shape output,
    int[] low,
    int[] spread,
    int[] stride,
    int[] dilation) {

  /**
   * The forward convolution {@code [N, C, spatial] * [K, C / groups, kernel] -> [N, K, spatial']}.
   */
  static ConvolutionProblem forward(
      ConvolutionGeometry geometry, Shape input, Shape kernel, Shape output) {
    var rank = geometry.rank();
    var padded = spatial(input).toArray();
    for (var axis = 0; axis < rank; axis++) {
      padded[axis] += geometry.paddingLow().get(axis) + geometry.paddingHigh().get(axis);
    }
    return new ConvolutionProblem(
        input.extent(0),
        geometry.groups(),
        kernel.extent(1),
        kernel.extent(0) / geometry.groups(),
        spatial(input),
        Shape.of(padded),
        spatial(kernel),
        spatial(output),
        array(geometry.paddingLow()),
        ones(rank),
        array(geometry.stride()),
        array(geometry.dilation()));
  }

  /**
   * The gradient in the input: a convolution of the output's gradient, spread by the stride, with
   * the reversed kernel whose channels and filters are exchanged.
   */
  static ConvolutionProblem inputGradient(
      ConvolutionGeometry geometry, Shape input, Shape kernel, Shape output) {
    var rank = geometry.rank();
    var low = new int[rank];
    var padded = new int[rank];
    for (var axis = 0; axis < rank; axis++) {
      var reach = geometry.dilation().get(axis) * (kernel.extent(axis + 2) - 1);
      low[axis] = reach - geometry.paddingLow().get(axis);
      padded[axis] = input.extent(axis + 2) + reach;
    }
    return new ConvolutionProblem(
        input.extent(0),
        geometry.groups(),
        kernel.extent(0) / geometry.groups(),
        kernel.extent(1),
        spatial(output),
        Shape.of(padded),
        spatial(kernel),
        spatial(input),
        low,
        array(geometry.stride()),
        ones(rank),
        array(geometry.dilation()));
  }

  /** The tables for it. */
  ConvolutionTaps taps() {
    return new ConvolutionTaps(this);
  }

  /**
   * The columns under one tap stand a stride apart. They are therefore dealt out to as many phases,
   * in which they follow each other.
   */
  int phases() {
    return stride[stride.length - 1];
  }

  /** The spatial extents of the padded image as it lies in memory, phase after phase. */
  Shape laidOut() {
    return padded.with(-1, phases() * pitch());
  }

  /** Where a column of the padded image lies in a row. */
  int place(int column) {
    return column % phases() * pitch() + column / phases();
  }

  private int pitch() {
    return (padded.extent(-1) + phases() - 1) / phases();
  }

  /** Kernel {@code [G K', C', taps]} to {@code [G C', K', taps reversed]}. */
  StridedCopy reversal(DType dtype, ThreadPool pool) {
    var taps = kernel.size();
    var extents = new int[] {groups, filters, channels, taps};
    var from = new int[] {filters * channels * taps, taps, filters * taps, -1};
    return new StridedCopy(dtype, extents, taps - 1, from, 0, Shape.of(extents).strides(), pool);
  }

  /** The number of kernel entries for one filter. */
  int rows() {
    return channels * kernel.size();
  }

  /** Whether the padded image is the image itself, as it lies in memory. */
  boolean unpadded() {
    var begin = 0;
    for (var elements : low) {
      begin |= elements;
    }
    return begin == 0 && padded.equals(image) && phases() == 1;
  }

  /** Whether the elements under taps are an image as it lies in memory. */
  boolean isMatrix() {
    return kernel.size() == 1 && unpadded() && output.equals(image);
  }

  private static Shape spatial(Shape shape) {
    return shape.slice(2, shape.rank());
  }

  private static int[] array(List<Integer> entries) {
    return entries.stream().mapToInt(Integer::intValue).toArray();
  }

  private static int[] ones(int rank) {
    var ones = new int[rank];
    Arrays.fill(ones, 1);
    return ones;
  }
}
