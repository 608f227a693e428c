package org.caracal.backend.java.matmul;

/**
 * Packs matrices of one element type for {@link Block}: the left one into tiles of {@link #tile}
 * rows, {@link Block#STEP} wide, the right one into panels of at most {@link #width} columns. In
 * both, the elements of one inner index stand together. What is beyond the matrix in a tile or
 * panel may be anything.
 */
public interface Panels {
  /** The number of rows of the left matrix that stand together, at most {@link Block#STEP}. */
  int tile();

  /** The number of columns in a panel of a matrix with so many; even. */
  int width(int columns);

  /** A piece of work for one thread, with panels of a width that {@link #width} gave. */
  Block block(int width);

  /**
   * Packs elements that stand together already, {@code to[width k + j] = from[stride k + j]}.
   *
   * @param count number of elements for each inner index that there are, at most the width
   */
  void pack(Object from, int at, int stride, int inner, int count, Object to, int put, int width);

  /**
   * Packs lines of several tiles or panels, {@code to[distance u + width k + j] = from[stride k +
   * each u + j]}.
   *
   * @param lines number of inner indexes
   * @param count number of elements that there are for each inner index
   * @param each elements of a tile or panel that are wanted
   * @param distance that of tiles or panels
   */
  default void pack(
      Object from,
      int at,
      int stride,
      int lines,
      int count,
      int each,
      Object to,
      int put,
      int distance,
      int width) {
    var target = put;
    for (var first = 0; first < count; first += each) {
      pack(from, at + first, stride, lines, Math.min(each, count - first), to, target, width);
      target += distance;
    }
  }

  /**
   * Packs elements that stand apart, {@code to[width k + j] = from[stride j + k]}.
   *
   * @param count number of elements for each inner index that there are, at most the width
   */
  void packTransposed(
      Object from, int at, int stride, int inner, int count, Object to, int put, int width);
}
