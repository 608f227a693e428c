package org.caracal.backend.java.convolution;

/**
 * Sums over positions, for gradients of kernels: of gradients of results times the elements of an
 * image. Positions are cut into blocks, and each sum consists of one for each place in a block, in
 * the order of the blocks, by fused multiply-adds; those are added up in the end. So results are
 * the same for vectors of any length.
 */
interface PositionSums {
  /** The number of positions in a block. */
  int LANES = 16;

  /** The number of taps for which sums are computed together. */
  int TAPS = 5;

  /**
   * Packs gradients of some blocks, and zeros where these reach beyond a run: {@code to[LANES (v -
   * start) + lane]} is the one at the position with that lane of block v.
   *
   * @param at where the gradients stand
   * @param start the first block
   * @param end the end of the blocks, exclusive
   */
  void pack(Object gradient, int at, PositionBlocks blocks, int start, int end, Object to);

  /**
   * Adds products of some blocks to the sums of {@link #TAPS} taps: {@code sums[put + LANES t +
   * lane] += sum_v gradient[at + LANES (v - start) + lane] image[base + taps[first + t] +
   * positions[v] + lane]}.
   *
   * @param start the first block
   * @param end the end of the blocks, exclusive
   */
  void correlate(
      Object gradient,
      int at,
      Object image,
      int base,
      int[] taps,
      int first,
      int[] positions,
      int start,
      int end,
      Object sums,
      int put);

  /** Adds elements to others: {@code sums[to + i] += sums[from + i]}. */
  void add(Object sums, int from, int to, int count);

  /** Adds up places: {@code result[put + i] = sum_lane sums[at + LANES i + lane]}. */
  void reduce(Object sums, int at, Object result, int put, int count);
}
