package org.caracal.backend.java.convolution;

import java.util.Arrays;

/**
 * Which convolutions of images with the channels last are computed as matrix products of rows of
 * positions, as far as Winograd's algorithm is no faster.
 */
final class RowProducts {
  /** Fewer filters leave most of a vector empty. */
  private static final int FEWEST_FILTERS = 16;

  /** With fewer channels elements are packed one by one, which pays only as a first layer's. */
  private static final int MANY_CHANNELS = 16;

  private static final int FEW_CHANNELS = 7;

  private RowProducts() {}

  /**
   * Whether they pay.
   *
   * @param reversed whether this is the gradient in the images of a convolution, whose filters are
   *     the channels here
   */
  static boolean suit(ConvolutionProblem problem, boolean reversed) {
    var channels = problem.channels();
    return problem.kernel().rank() == 2
        && problem.groups() == 1
        && ones(problem.dilation())
        && ones(problem.spread())
        && problem.images() > 0
        && problem.output().size() > 0
        && problem.filters() >= FEWEST_FILTERS
        && (channels >= MANY_CHANNELS || !reversed && isFew(channels));
  }

  /** Whether the channels are so few that rows of taps have to be put together. */
  static boolean isFew(int channels) {
    return channels > 0 && channels <= FEW_CHANNELS;
  }

  private static boolean ones(int[] factors) {
    return Arrays.stream(factors).allMatch(factor -> factor == 1);
  }
}
