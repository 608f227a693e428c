package org.caracal.backend.java.convolution;

import java.util.Arrays;
import org.caracal.backend.java.matmul.Block;
import org.caracal.backend.java.matmul.Panels;

/**
 * Packs what is under the taps {@code [KH KW C, positions]} as left operand of products, from
 * {@link PaddedRows}. Where there are many channels these are copies of runs, for a product with
 * each row of taps. Few channels would leave tiles half empty, so there tiles are put together from
 * all rows of taps, element by element, for one product.
 */
final class TapTiles {
  private final Panels panels;
  private final int pitch;
  private final int lines;
  private final int tiles;

  /** Where in padded rows the elements for the rows of a product are, the last one repeated. */
  private final int[] offsets;

  /** The distance of the elements of neighbouring positions. */
  final int distance;

  /** How many products there are. */
  final int products;

  /** How many rows each of them has. */
  final int rows;

  TapTiles(ConvolutionProblem problem, int pitch, Panels panels) {
    this.panels = panels;
    this.pitch = pitch;
    var run = problem.kernel().extent(1) * problem.channels();
    distance = problem.stride()[1] * problem.channels();
    lines = problem.stride()[0];
    products = RowProducts.isFew(problem.channels()) ? 1 : problem.kernel().extent(0);
    rows = problem.kernel().extent(0) * run / products;
    tiles = (rows + panels.tile() - 1) / panels.tile();
    offsets = new int[tiles * panels.tile() + Block.STEP];
    Arrays.setAll(offsets, i -> Math.min(i, rows - 1) / run * pitch + Math.min(i, rows - 1) % run);
  }

  /** The number of elements of one product for so many positions. */
  int size(int positions) {
    return tiles * Block.filled(positions) * Block.STEP;
  }

  /**
   * Packs some positions of some rows of positions.
   *
   * @param start where the first position's elements start
   * @param count how many rows
   * @param each how many positions of each row
   */
  void pack(float[] from, int start, int count, int each, float[] to) {
    var tile = Block.filled(count * each) * Block.STEP;
    for (var product = 0; product < products; product++) {
      for (var row = 0; row < count; row++) {
        var at = start + (row * lines + product) * pitch;
        var put = product * size(count * each) + row * each * Block.STEP;
        if (products > 1) {
          panels.pack(from, at, distance, each, rows, panels.tile(), to, put, tile, Block.STEP);
        } else {
          for (var i = 0; i < tiles; i++) {
            pack(from, at, distance, offsets, i * panels.tile(), each, to, put + i * tile);
          }
        }
      }
    }
    for (var end = tile; end <= products * size(count * each); end += tile) {
      Arrays.fill(to, end - (tile - count * each * Block.STEP), end, 0);
    }
  }

  private static void pack(
      float[] from,
      int at,
      int distance,
      int[] offsets,
      int first,
      int positions,
      float[] to,
      int put) {
    var o0 = at + offsets[first];
    var o1 = at + offsets[first + 1];
    var o2 = at + offsets[first + 2];
    var o3 = at + offsets[first + 3];
    var o4 = at + offsets[first + 4];
    var o5 = at + offsets[first + 5];
    var o6 = at + offsets[first + 6];
    var o7 = at + offsets[first + 7];
    for (var k = 0; k < positions; k++) {
      var source = k * distance;
      var target = put + k * Block.STEP;
      to[target] = from[o0 + source];
      to[target + 1] = from[o1 + source];
      to[target + 2] = from[o2 + source];
      to[target + 3] = from[o3 + source];
      to[target + 4] = from[o4 + source];
      to[target + 5] = from[o5 + source];
      to[target + 6] = from[o6 + source];
      to[target + 7] = from[o7 + source];
    }
  }
}
