package org.caracal.backend.java.attention;

import java.util.Arrays;

/**
 * Rows of results of some heads. While they grow, the rows of a head stand one behind the other,
 * each filled up to whole panels; then they are copied to where all heads stand side by side.
 */
final class ResultRows {
  /** What a head has more, so that one row of all heads is in different sets of the cache. */
  private static final int MARGIN = 144;

  /** The elements, of which those of a row of the present head start {@link #at} an index. */
  final float[] elements;

  /** The distance of rows. */
  final int stride;

  private final int features;
  private final int apart;
  private int offset;

  /** Memory for at most so many rows of so many heads, in panels of a width. */
  ResultRows(int heads, int most, int features, int width) {
    this.features = features;
    stride = (features + width - 1) / width * width;
    apart = most * stride + MARGIN;
    elements = new float[heads * apart];
  }

  /** Turns to a head. */
  void turn(int head) {
    offset = head * apart;
  }

  /** Where a row of the present head starts. */
  int at(int row) {
    return offset + row * stride;
  }

  /** Sets all to zeros, to which what later blocks of queries bring is added. */
  void clear() {
    Arrays.fill(elements, 0);
  }

  /** Multiplies a row of the present head. */
  void scale(ScorePasses passes, int row, float factor) {
    passes.scale(elements, at(row), factor, stride);
  }

  /** Copies the first rows of some heads to where all heads stand side by side. */
  void copy(int rows, int heads, float[] to, int at, int distance) {
    for (var row = 0; row < rows; row++) {
      for (var head = 0; head < heads; head++) {
        var put = at + row * distance + head * features;
        System.arraycopy(elements, head * apart + row * stride, to, put, features);
      }
    }
  }
}
