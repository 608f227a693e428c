package org.caracal.backend.java.convolution;

/**
 * Output positions, cut into blocks of {@link PositionSums#LANES} whose elements follow each other
 * in the padded image. Where a run of positions is no multiple of a block, its last one reaches
 * beyond it, and gradients there have to be zeros.
 */
final class PositionBlocks {
  /** For each block its place in the image. */
  final int[] places;

  private final int run;
  private final int perRun;

  PositionBlocks(ConvolutionTaps taps) {
    run = taps.runs.length == 0 ? 1 : taps.runs[0];
    perRun = (run + PositionSums.LANES - 1) / PositionSums.LANES;
    places = new int[taps.runs.length / run * perRun];
    for (var block = 0; block < places.length; block++) {
      places[block] = taps.columns[position(block)];
    }
  }

  /** Whether blocks have no other positions than those of runs. */
  boolean isExact() {
    return run % PositionSums.LANES == 0;
  }

  /** The first position of a block. */
  int position(int block) {
    return block / perRun * run + block % perRun * PositionSums.LANES;
  }

  /** The number of positions of a block. */
  int length(int block) {
    return Math.min(PositionSums.LANES, run - block % perRun * PositionSums.LANES);
  }
}
