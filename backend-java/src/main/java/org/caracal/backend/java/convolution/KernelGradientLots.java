package org.caracal.backend.java.convolution;

/**
 * How the images of a kernel's gradient are divided into lots, which threads share and whose sums
 * are added in order. Their number depends on the shapes alone, so neither the number of threads
 * nor the loops change a result.
 */
final class KernelGradientLots {
  private static final int MOST_LOTS = 16;

  /** The most memory that sums of lots may take, in elements. */
  private static final int MOST_SUMS = 4 << 20;

  private KernelGradientLots() {}

  /** The number of lots. */
  static int count(ConvolutionProblem problem) {
    var size = problem.groups() * problem.filters() * problem.rows();
    var most = Math.min(MOST_LOTS, problem.images());
    return Math.max(1, Math.min(most, MOST_SUMS / Math.max(1, size)));
  }

  /** The first image of a lot. */
  static int start(ConvolutionProblem problem, int lot, int lots) {
    return (int) ((long) problem.images() * lot / lots);
  }
}
