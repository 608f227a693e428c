package org.caracal.backend.java.matmul;

import org.caracal.backend.java.parallel.Trial;

/**
 * Turns rows of {@code float32} into neighbouring columns by the Vector API, {@code to[width k + j]
 * = from[stride j + k]}, some rows and terms at a time.
 */
abstract class FloatTransposition {
  private final int rows;
  private final int fewest;
  private final int terms;

  /**
   * A way to transpose.
   *
   * @param rows how many rows become columns at a time
   * @param fewest how many of them there have to be
   * @param terms how many of their elements become rows at a time
   */
  FloatTransposition(int rows, int fewest, int terms) {
    this.rows = rows;
    this.fewest = fewest;
    this.terms = terms;
  }

  /** When to use it. */
  abstract Trial trial();

  /** Whether rows of the result may have so many elements. */
  abstract boolean fits(int width);

  /** How many of some rows can be transposed: not the last ones if they are too few. */
  final int rows(int width, int stride, int inner, int count) {
    if (!fits(width) || Math.min(stride, inner) < terms) {
      return 0;
    }
    var rest = count % rows;
    return rest >= fewest ? count : count - rest;
  }

  /**
   * Transposes; the last block of terms begins within the one before if it would not be full.
   *
   * @param count what {@link #rows} gives
   */
  final void run(
      float[] from, int at, int stride, int inner, int count, float[] to, int put, int width) {
    var whole = inner - inner % terms;
    var last = inner - terms;
    for (var j = 0; j < count; j += rows) {
      var row = at + j * stride;
      var present = Math.min(rows, count - j);
      block(from, row, stride, present, whole, to, put + j, width);
      if (whole < inner) {
        block(from, row + last, stride, present, terms, to, put + last * width + j, width);
      }
    }
  }

  /**
   * Transposes one group of rows.
   *
   * @param count number of rows, not fewer than there have to be; further columns become copies of
   *     the last
   * @param inner number of elements, a multiple of the terms at a time
   */
  abstract void block(
      float[] from, int at, int stride, int count, int inner, float[] to, int put, int width);
}
