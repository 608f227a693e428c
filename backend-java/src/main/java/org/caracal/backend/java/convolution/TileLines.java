package org.caracal.backend.java.convolution;

/**
 * The transforms of one of Winograd's algorithms along one axis of tiles, for many tiles and
 * channels at a time: {@code to[put + putStep i + c] = sum_j matrix[i, j] from[at + step j + c]}
 * for {@code c} below the count, which vectors round up by less than {@link #SLACK}.
 */
interface TileLines {
  /** What may be read and written beyond the count. */
  int SLACK = 16;

  /** One of the transforms. */
  @FunctionalInterface
  interface Line {
    /** Transforms. */
    void run(float[] from, int at, int step, float[] to, int put, int putStep, int count);
  }

  /** {@code B'}: the points of a tile of the image, of the image's elements. */
  void image(float[] from, int at, int step, float[] to, int put, int putStep, int count);

  /** {@code A'}: the four outputs of a tile, of its points. */
  void output(float[] from, int at, int step, float[] to, int put, int putStep, int count);

  /** {@code A}: the points of a tile, of the gradient of its four outputs. */
  void gradient(float[] from, int at, int step, float[] to, int put, int putStep, int count);

  /**
   * The distance of neighbours whose channels stand together: whole vectors, and an odd number of
   * cache lines, so that many neighbours find room in the first-level cache.
   */
  static int pitch(int channels) {
    return ((channels + SLACK - 1) / SLACK | 1) * SLACK;
  }
}
