package org.caracal.backend.java.matmul;

import java.util.Arrays;

/**
 * Products of {@code double64} in plain Java. The innermost loop reads and writes each of its
 * arrays at one and the same index, which is what the compiler turns into vector instructions; so
 * rows are copied into arrays of their own first. Two rows and two terms are all that it takes: of
 * longer loops it makes scalar instructions.
 */
final class DoubleBlock extends Block {
  /** The rows of its tiles. */
  static final int TILE = 6;

  /** The width of its panels. */
  static final int WIDTH = 128;

  /** Number of rows of a panel that fill half of the first-level cache. */
  private static final int SLICE = 16;

  private final int tile;
  private final double[][] panel;
  private final double[] upper;
  private final double[] lower;

  /** For tiles of some rows and panels of at most a width. */
  DoubleBlock(int tile, int width) {
    this.tile = tile;
    panel = new double[SLICE][width];
    upper = new double[width];
    lower = new double[width];
  }

  @Override
  public void multiply() {
    for (var k = 0; k < inner; k += SLICE) {
      multiply(k, Math.min(SLICE, inner - k), add || k > 0);
    }
  }

  /** Adds some of the terms to all rows. */
  private void multiply(int first, int count, boolean given) {
    for (var k = 0; k < count; k++) {
      System.arraycopy(right, rightAt + (first + k) * rightStride, panel[k], 0, columns);
    }
    for (var i = 0; i < rows; i += 2) {
      var paired = i + 1 < rows;
      var at = resultAt + i * resultStride;
      take(at, upper, given);
      take(at + resultStride, lower, given && paired);
      var from = leftAt + i / tile * leftTile + i % tile * leftRow + first * leftStep;
      multiply(from, paired ? leftRow : 0, count);
      System.arraycopy(upper, 0, result, at, columns);
      if (paired) {
        System.arraycopy(lower, 0, result, at + resultStride, columns);
      }
    }
  }

  private void take(int at, double[] row, boolean given) {
    if (given) {
      System.arraycopy(result, at, row, 0, columns);
    } else {
      Arrays.fill(row, 0, columns, 0);
    }
  }

  /** Adds terms to two rows, which stand at a distance on the left, or to one twice. */
  private void multiply(int at, int across, int count) {
    var a = (double[]) left;
    for (var k = 0; k + 1 < count; k += 2) {
      var p = at + k * leftStep;
      var q = p + leftStep;
      add(upper, lower, panel[k], panel[k + 1], a[p], a[q], a[p + across], a[q + across], columns);
    }
    if (count % 2 == 1) {
      var p = at + (count - 1) * leftStep;
      add(upper, panel[count - 1], a[p], columns);
      add(lower, panel[count - 1], a[p + across], columns);
    }
  }

  private static void add(
      double[] upper,
      double[] lower,
      double[] b0,
      double[] b1,
      double u0,
      double u1,
      double l0,
      double l1,
      int columns) {
    for (var j = 0; j < columns; j++) {
      var x = b0[j];
      var y = b1[j];
      upper[j] = Math.fma(u1, y, Math.fma(u0, x, upper[j]));
      lower[j] = Math.fma(l1, y, Math.fma(l0, x, lower[j]));
    }
  }

  private static void add(double[] row, double[] b, double factor, int columns) {
    for (var j = 0; j < columns; j++) {
      row[j] = Math.fma(factor, b[j], row[j]);
    }
  }
}
