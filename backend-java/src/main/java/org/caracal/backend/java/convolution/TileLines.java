package org.caracal.backend.java.convolution;

/**
 * The transforms of one of Winograd's algorithms along one axis of tiles, for many tiles and
 * channels at a time: {@code to[put + toTile t + to i + c] = sum_j matrix[i, j] from[at + fromTile
 * t + from j + c]} for all tiles t and channels c, whose count vectors round up by less than {@link
 * #SLACK}.
 */
interface TileLines {
  /** What may be read and written beyond the count. */
  int SLACK = 16;

  /** One of the transforms. */
  @FunctionalInterface
  interface Line {
    /** Transforms. */
    void run(Strides strides, float[] from, int at, float[] to, int put);
  }

  /**
   * Where elements stand.
   *
   * @param from the distance of the elements of a tile
   * @param fromTile that of tiles
   * @param to the distance of the elements of a result
   * @param toTile that of results
   * @param count the number of channels
   * @param tiles the number of tiles
   */
  record Strides(int from, int fromTile, int to, int toTile, int count, int tiles) {
    /** How many tiles of one channel there are. */
    int size() {
      return count * tiles;
    }
  }

  /** {@code B'}: the points of a tile of the image, of the image's elements. */
  void image(Strides strides, float[] from, int at, float[] to, int put);

  /** {@code A'}: the four outputs of a tile, of its points. */
  void output(Strides strides, float[] from, int at, float[] to, int put);

  /** {@code A}: the points of a tile, of the gradient of its four outputs. */
  void gradient(Strides strides, float[] from, int at, float[] to, int put);

  /**
   * The distance of neighbours whose channels stand together: whole vectors, and an odd number of
   * cache lines, so that many neighbours find room in the first-level cache.
   */
  static int pitch(int channels) {
    return ((channels + SLACK - 1) / SLACK | 1) * SLACK;
  }
}
