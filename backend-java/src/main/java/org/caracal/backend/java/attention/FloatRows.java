package org.caracal.backend.java.attention;

import org.caracal.backend.java.matmul.Block;
import org.caracal.backend.java.matmul.Panels;

/**
 * Rows of features of some heads, one for each position, packed for products. Heads stand side by
 * side where they come from: they are packed in the order of memory.
 */
final class FloatRows {
  /** How many rows of a head are packed before those of the next one. */
  private static final int GROUP = 32;

  private final Panels panels;
  private final int features;
  private final int width;
  private final int size;
  private final float[] packed;
  private int count;
  private int offset;

  /** Memory for at most so many rows of so many heads. */
  FloatRows(Panels panels, int heads, int most, int features) {
    this.panels = panels;
    this.features = features;
    width = panels.width(features);
    var tiles = (most + panels.tile() - 1) / panels.tile() * Block.STEP * features;
    size = Math.max(tiles, panels() * width * most);
    packed = new float[heads * size];
  }

  private int panels() {
    return (features + width - 1) / width;
  }

  /** Turns to a head. */
  void turn(int head) {
    offset = head * size;
  }

  /** Packs rows as a left operand: a product sums over features. */
  void packTiles(float[] from, int at, int stride, int rows, int heads) {
    for (var row = 0; row < rows; row += panels.tile()) {
      var present = Math.min(panels.tile(), rows - row);
      for (var head = 0; head < heads; head++) {
        var start = at + row * stride + head * features;
        var put = head * size + place(row);
        panels.packTransposed(from, start, stride, features, present, packed, put, Block.STEP);
      }
    }
  }

  /** Makes the left operand from a row on, which is the first of a tile. */
  Block left(Block block, int row) {
    return block.left(packed, offset + place(row), Block.STEP * features, Block.STEP);
  }

  /** Where the tile with this first row stands. */
  private int place(int row) {
    return row / panels.tile() * Block.STEP * features;
  }

  /** Packs rows as a right operand: a product sums over rows. */
  void packPanels(float[] from, int at, int stride, int rows, int heads) {
    count = rows;
    for (var row = 0; row < rows; row += GROUP) {
      var present = Math.min(GROUP, rows - row);
      for (var head = 0; head < heads; head++) {
        var start = at + row * stride + head * features;
        var put = head * size + row * width;
        panels.pack(
            from, start, stride, present, features, width, packed, put, width * rows, width);
      }
    }
  }

  /** Multiplies each of the rows that were packed as a right operand. */
  void scale(ScorePasses passes, float[] factors) {
    for (var panel = 0; panel < panels(); panel++) {
      for (var row = 0; row < count; row++) {
        passes.scale(packed, offset + (panel * count + row) * width, factors[row], width);
      }
    }
  }

  /**
   * Multiplies by the block's left operand: {@code result[row + i, c] (+)= sum_k left[i, k]
   * this[first + k, c]}.
   */
  void multiply(
      Block block, int rows, int terms, boolean add, int first, ResultRows result, int row) {
    block.extents(rows, width, terms, add);
    for (var column = 0; column < features; column += width) {
      block
          .right(packed, offset + column * count + first * width, width)
          .result(result.elements, result.at(row) + column, result.stride)
          .multiply();
    }
  }
}
