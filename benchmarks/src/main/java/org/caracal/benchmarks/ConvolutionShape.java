package org.caracal.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.caracal.array.Shape;
import org.caracal.graph.ConvolutionGeometry;

/**
 * A convolution that is measured; zeros around the image keep its extents, but for strides.
 *
 * @param batch number of images
 * @param channels channels of an image
 * @param filters channels of the result
 * @param groups number of groups of channels
 * @param image spatial extents of an image
 * @param kernel extent of the kernel along each axis
 * @param stride step of the kernel along each axis
 */
public record ConvolutionShape(
    int batch, int channels, int filters, int groups, List<Integer> image, int kernel, int stride) {
  private static final List<ConvolutionShape> ALL =
      List.of(
          // W2: convolutional network
          square(64, 1, 32, 28, 5),
          square(64, 32, 64, 14, 5),
          // W3: VGG-like
          square(32, 3, 64, 32, 3),
          square(32, 64, 64, 32, 3),
          square(32, 64, 128, 16, 3),
          square(32, 128, 128, 16, 3),
          square(32, 128, 256, 8, 3),
          square(32, 256, 256, 8, 3),
          // W7: the net of W2 predicts one example
          square(1, 1, 32, 28, 5),
          square(1, 32, 64, 14, 5),
          // pointwise
          square(32, 64, 256, 16, 1),
          square(32, 256, 64, 16, 1),
          // depthwise
          new ConvolutionShape(32, 64, 64, 64, List.of(32, 32), 3, 1),
          new ConvolutionShape(32, 128, 128, 128, List.of(16, 16), 3, 2),
          // strided
          new ConvolutionShape(8, 3, 64, 1, List.of(112, 112), 7, 2),
          new ConvolutionShape(32, 64, 128, 1, List.of(32, 32), 3, 2),
          // in one and in three dimensions
          new ConvolutionShape(32, 32, 64, 1, List.of(256), 5, 1),
          new ConvolutionShape(4, 16, 32, 1, List.of(16, 16, 16), 3, 1));

  /** What is computed of a convolution. */
  public enum Pass {
    /** The result. */
    FORWARD,
    /** The gradient in the image. */
    INPUT_GRADIENT,
    /** The gradient in the kernel. */
    KERNEL_GRADIENT;

    @Override
    public String toString() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }
  }

  private static ConvolutionShape square(int batch, int channels, int filters, int side, int taps) {
    return new ConvolutionShape(batch, channels, filters, 1, List.of(side, side), taps, 1);
  }

  /** All that are measured. */
  static List<ConvolutionShape> all() {
    return ALL;
  }

  /** How the kernel slides. */
  public ConvolutionGeometry geometry() {
    var low = (kernel - 1) / 2;
    return new ConvolutionGeometry(
        repeated(stride), repeated(low), repeated(kernel - 1 - low), repeated(1), groups);
  }

  private List<Integer> repeated(int entry) {
    return IntStream.generate(() -> entry).limit(image.size()).boxed().toList();
  }

  /** The shape of the images, {@code [N, C, spatial]}. */
  public Shape images() {
    return shape(batch, channels, image);
  }

  /** The shape of the kernel, {@code [K, C / groups, taps]}. */
  public Shape kernels() {
    return shape(filters, channels / groups, repeated(kernel));
  }

  /** The shape of the result, {@code [N, K, spatial']}. */
  public Shape results() {
    return shape(batch, filters, image.stream().map(extent -> (extent - 1) / stride + 1).toList());
  }

  private static Shape shape(int first, int second, List<Integer> spatial) {
    var extents = new ArrayList<>(List.of(first, second));
    extents.addAll(spatial);
    return Shape.of(extents);
  }

  /** Multiplications and additions, those with padding included. */
  double operations() {
    return 2.0 * results().size() * kernels().size() / filters;
  }

  @Override
  public String toString() {
    return image.stream().map(String::valueOf).collect(Collectors.joining("x"))
        + ", "
        + channels
        + " to "
        + filters
        + (groups > 1 ? " in " + groups + " groups" : "")
        + ", kernel "
        + kernel
        + (stride > 1 ? ", stride " + stride : "")
        + ", batch "
        + batch;
  }
}
