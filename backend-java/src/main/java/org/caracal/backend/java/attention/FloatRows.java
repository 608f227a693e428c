package org.caracal.backend.java.attention;

import org.caracal.backend.java.matmul.Block;
import org.caracal.backend.java.matmul.Panels;

/** Rows of features of a head, one for each position, packed for products. */
final class FloatRows {
  private final Panels panels;
  private final int features;
  private final int width;
  private final float[] packed;
  private int count;

  /** Memory for at most so many rows. */
  FloatRows(Panels panels, int most, int features) {
    this.panels = panels;
    this.features = features;
    width = panels.width(features);
    var tiles = (most + Block.TILE - 1) / Block.TILE * Block.STEP * features;
    packed = new float[Math.max(tiles, panels() * width * most)];
  }

  private int panels() {
    return (features + width - 1) / width;
  }

  /** Packs rows as a left operand: a product sums over features. */
  void packTiles(float[] from, int at, int stride, int rows) {
    for (var row = 0; row < rows; row += Block.TILE) {
      var present = Math.min(Block.TILE, rows - row);
      panels.packTransposed(
          from, at + row * stride, stride, features, present, packed, place(row), Block.STEP);
    }
  }

  /** Makes the left operand from a row on, which is the first of a tile. */
  Block left(Block block, int row) {
    return block.left(packed, place(row), place(Block.TILE), Block.STEP);
  }

  /** Where the tile with this first row stands. */
  private int place(int row) {
    return row / Block.TILE * Block.STEP * features;
  }

  /** Packs rows as a right operand: a product sums over rows. */
  void packPanels(float[] from, int at, int stride, int rows) {
    count = rows;
    for (var panel = 0; panel < panels(); panel++) {
      var first = panel * width;
      var present = Math.min(width, features - first);
      panels.pack(from, at + first, stride, rows, present, packed, first * rows, width);
    }
  }

  /** Multiplies each of the rows that were packed as a right operand. */
  void scale(ScorePasses passes, float[] factors) {
    for (var panel = 0; panel < panels(); panel++) {
      for (var row = 0; row < count; row++) {
        passes.scale(packed, (panel * count + row) * width, factors[row], width);
      }
    }
  }

  /**
   * Multiplies by the block's left operand: {@code result[i, c] (+)= sum_k left[i, k] row[first +
   * k, c]}.
   */
  void multiply(
      Block block,
      int rows,
      int terms,
      boolean add,
      int first,
      float[] result,
      int at,
      int stride) {
    for (var panel = 0; panel < panels(); panel++) {
      var column = panel * width;
      block
          .extents(rows, Math.min(width, features - column), terms, add)
          .right(packed, column * count + first * width, width)
          .result(result, at + column, stride)
          .multiply();
    }
  }
}
