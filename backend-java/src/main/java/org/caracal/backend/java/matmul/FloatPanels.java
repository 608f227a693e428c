package org.caracal.backend.java.matmul;

import java.util.function.IntFunction;

/** Packs matrices of {@code float32}. */
class FloatPanels implements Panels {
  private final int tile;
  private final int width;
  private final IntFunction<Block> blocks;

  /** Tiles of some rows, panels of at most a width, which is even, and what computes with them. */
  FloatPanels(int tile, int width, IntFunction<Block> blocks) {
    this.tile = tile;
    this.width = width;
    this.blocks = blocks;
  }

  @Override
  public int tile() {
    return tile;
  }

  @Override
  public int width(int columns) {
    return Math.min(width, Math.max(2, columns + columns % 2));
  }

  @Override
  public Block block(int ofWidth) {
    return blocks.apply(ofWidth);
  }

  @Override
  public void pack(
      Object from, int at, int stride, int inner, int count, Object to, int put, int width) {
    for (var k = 0; k < inner; k++) {
      System.arraycopy(from, at + k * stride, to, put + k * width, count);
    }
  }

  @Override
  public void packTransposed(
      Object from, int at, int stride, int inner, int count, Object to, int put, int width) {
    var source = (float[]) from;
    var target = (float[]) to;
    var last = count - 1;
    var j = 0;
    for (; j + 3 < count; j += 4) {
      interleaveFour(source, at + j * stride, stride, inner, target, put + j, width);
    }
    for (; j < count; j += 2) {
      var even = at + j * stride;
      var odd = at + Math.min(j + 1, last) * stride;
      interleaveTwo(source, even, odd, inner, target, put + j, width);
    }
  }

  /** Copies four rows to neighbouring columns. */
  private static void interleaveFour(
      float[] from, int r0, int stride, int inner, float[] to, int put, int width) {
    var r1 = r0 + stride;
    var r2 = r1 + stride;
    var r3 = r2 + stride;
    for (var k = 0; k < inner; k++) {
      var at = put + k * width;
      to[at] = from[r0 + k];
      to[at + 1] = from[r1 + k];
      to[at + 2] = from[r2 + k];
      to[at + 3] = from[r3 + k];
    }
  }

  /** Copies two rows to neighbouring columns. */
  private static void interleaveTwo(
      float[] from, int even, int odd, int inner, float[] to, int put, int width) {
    for (var k = 0; k < inner; k++) {
      to[put + k * width] = from[even + k];
      to[put + k * width + 1] = from[odd + k];
    }
  }
}
