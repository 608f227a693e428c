package org.caracal.backend.java.convolution;

/**
 * The sums of convolutions, computed on padded images where they stand. Each sum is one chain of
 * fused multiply-adds in the order of its terms, as {@link org.caracal.backend.java.matmul.Block}
 * has them.
 */
public interface TapSums {
  /** The number of filters whose weights stand together. */
  int FILTERS = 6;

  /**
   * The distance of the weights of one tap to those of the next: a power of two, for which
   * compilers prove that indexes are within an array.
   */
  int STEP = 8;

  /** The number of filters whose weights stand together, without gaps, where six would be many. */
  int FEW_FILTERS = 4;

  /** The number of vectors of positions for which a tile of filters is computed. */
  int VECTORS = 2;

  /** The number of such vectors for a single filter. */
  int VECTORS_OF_ONE = 6;

  /** The number of taps for which a gradient of weights is computed. */
  int TAPS = 6;

  /** The number of positions in a vector. */
  int lanes();

  /**
   * Sums over taps for some filters at some positions: {@code result[put + puts[v] + stride f +
   * lane] = sum_k weights[at + step k + f] image[taps[k] + base + positions[v] + lane]} for vectors
   * v, {@link #VECTORS} at a time.
   *
   * @param width {@link #FILTERS}, for which the step is {@link #STEP}, or {@link #FEW_FILTERS},
   *     which is also the step
   * @param start the first vector
   * @param end the end of the vectors, exclusive
   * @param filters number of filters f, at most the width
   */
  void convolve(
      Object weights,
      int at,
      int width,
      int[] taps,
      Object image,
      int base,
      int[] positions,
      Object result,
      int put,
      int[] puts,
      int start,
      int end,
      int stride,
      int filters);

  /** The same for one filter, whose weights follow each other, and more vectors at a time. */
  void convolveOne(
      Object weights,
      int at,
      int[] taps,
      Object image,
      int base,
      int[] positions,
      Object result,
      int put,
      int[] puts,
      int start,
      int end);

  /**
   * Adds up terms of the gradient of weights over positions: {@code sums[put + 2 lanes t + f] +=
   * sum_p image[base + taps[first + t] + positions[p]] gradient[at + 2 lanes p + f]} for {@link
   * #TAPS} taps t and two vectors of filters f.
   *
   * @param start the first position
   * @param end the end of the positions, exclusive
   * @param adds whether sums begin with what stands there, not with zero
   */
  void correlate(
      Object gradient,
      int at,
      int[] positions,
      int start,
      int end,
      Object image,
      int base,
      int[] taps,
      int first,
      Object sums,
      int put,
      boolean adds);

  /** Adds elements to others: {@code sums[to + i] += sums[from + i]} for whole vectors. */
  void add(Object sums, int from, int to, int count);
}
