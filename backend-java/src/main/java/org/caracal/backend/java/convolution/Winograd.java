package org.caracal.backend.java.convolution;

import java.util.Arrays;
import java.util.Optional;

/**
 * The minimal filtering algorithm for square kernels: a tile of 4x4 outputs is computed from the
 * products of transformed tiles of the image and of the kernel, {@code Y = A' ((G g G') . (B' d B))
 * A}, with one multiplication for each pair of interpolation points (Winograd, Arithmetic
 * Complexity of Computations, 1980; Lavin and Gray, Fast Algorithms for Convolutional Neural
 * Networks, 2016).
 *
 * <p>The points are zero, infinity and pairs {@code +-p}. With the pairs used here the largest
 * error of {@code float32}, relative to the largest output, is about 1e-6 for 3x3 and 5e-6 for 5x5
 * kernels; the usual points 0, +-1, +-2 have four times as much for 3x3.
 *
 * @param kernel extent of the kernel along each axis
 * @param pairs the positive of each pair of points
 */
record Winograd(int kernel, float[] pairs) {
  /** Extent of the outputs that a tile makes, along each axis; also the distance of tiles. */
  static final int OUTPUTS = 4;

  static final Winograd THREE = new Winograd(3, new float[] {0.75f, 1.5f});
  static final Winograd FIVE = new Winograd(5, new float[] {0.5f, 1, 2});

  /** Fewer channels or filters don't pay for the transforms. */
  private static final int FEW = 8;

  /** What a transform costs an element, in multiplications and additions of the products. */
  private static final double TRANSFORM = 6;

  /** What it costs to bring an entry of the kernel into its place, likewise; measured. */
  private static final double PLACING = 100;

  /**
   * The algorithm for a convolution, if it has one that is likely to be faster than the plain one.
   *
   * @param constant whether the kernel is transformed once and for all
   */
  static Optional<Winograd> of(ConvolutionProblem problem, boolean constant) {
    var kernel = problem.kernel();
    if (kernel.rank() != 2
        || problem.groups() != 1
        || problem.images() == 0
        || problem.output().size() == 0
        || !ones(problem.stride())
        || !ones(problem.dilation())
        || !ones(problem.spread())
        || Math.min(problem.channels(), problem.filters()) < FEW) {
      return Optional.empty();
    }
    for (var algorithm : new Winograd[] {THREE, FIVE}) {
      if (kernel.extent(0) == algorithm.kernel && kernel.extent(1) == algorithm.kernel) {
        return Optional.of(algorithm).filter(it -> it.pays(problem, constant));
      }
    }
    return Optional.empty();
  }

  private static boolean ones(int[] factors) {
    return Arrays.stream(factors).allMatch(factor -> factor == 1);
  }

  private boolean pays(ConvolutionProblem problem, boolean constant) {
    var output = problem.output();
    double pairs = (double) problem.channels() * problem.filters();
    double taps = kernel * kernel;
    double tiles = (double) problem.images() * tiles(output.extent(0)) * tiles(output.extent(1));
    double ends = (problem.channels() + problem.filters()) * TRANSFORM;
    double images = square() * tiles * (pairs + ends);
    double transform = constant ? 0 : (square() + PLACING) * taps * pairs;
    return images + transform < problem.images() * output.size() * taps * pairs;
  }

  /** The number of tiles along an axis of the output. */
  static int tiles(int extent) {
    return (extent + OUTPUTS - 1) / OUTPUTS;
  }

  /** The number of interpolation points along an axis, which is the extent of a tile. */
  int points() {
    return kernel + OUTPUTS - 1;
  }

  /** The number of products for a tile. */
  int square() {
    return points() * points();
  }

  /**
   * The transform of a kernel, as a matrix {@code [points^2, kernel^2]}: {@code G} by {@code G},
   * Kronecker's product.
   */
  double[][] kernelTransform() {
    var line = line();
    var matrix = new double[square()][kernel * kernel];
    for (var row = 0; row < matrix.length; row++) {
      for (var tap = 0; tap < matrix[row].length; tap++) {
        matrix[row][tap] = line[row / points()][tap / kernel] * line[row % points()][tap % kernel];
      }
    }
    return matrix;
  }

  /** The transform of a kernel as left operand of a product, in tiles of so many rows. */
  float[] packedTransform(boolean transposed, int tile) {
    var matrix = kernelTransform();
    var rows = transposed ? kernel * kernel : square();
    var inner = transposed ? square() : kernel * kernel;
    var packed = new float[(rows + tile - 1) / tile * tile * inner];
    for (var row = 0; row < rows; row++) {
      for (var k = 0; k < inner; k++) {
        var at = (row / tile * inner + k) * tile + row % tile;
        packed[at] = (float) (transposed ? matrix[k][row] : matrix[row][k]);
      }
    }
    return packed;
  }

  /** {@code G}: powers of each point over the product of its distances to the others. */
  private double[][] line() {
    var points = points();
    var line = new double[points][kernel];
    line[points - 1][kernel - 1] = 1;
    for (var row = 0; row < points - 1; row++) {
      var scale = 1.0;
      for (var other = 0; other < points - 1; other++) {
        scale *= other == row ? 1 : point(row) - point(other);
      }
      for (var tap = 0; tap < kernel; tap++) {
        line[row][tap] = Math.pow(point(row), tap) / scale;
      }
    }
    return line;
  }

  /** The points are in the order 0, p, -p, q, -q and so on, infinity. */
  private double point(int row) {
    return row == 0 ? 0 : row % 2 == 1 ? pairs[(row - 1) / 2] : -pairs[(row - 1) / 2];
  }
}
