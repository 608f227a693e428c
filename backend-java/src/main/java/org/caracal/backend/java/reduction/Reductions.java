package org.caracal.backend.java.reduction;

import org.caracal.array.DType;

/** How runs of elements of one type are reduced by one function. */
public interface Reductions {
  /** Number of partial results of a run. */
  int LANES = 16;

  /** The type of the elements. */
  DType dtype();

  /**
   * Reduces the {@code n} elements of {@code x} that start at {@code from} to {@code result[at]}; n
   * is at least 1.
   *
   * @param lanes memory for {@link #LANES} elements
   */
  void run(Object x, int from, int n, Object result, int at, Object lanes);

  /** Combines {@code n} elements with those accumulated so far, one by one. */
  void fold(Object accumulated, int at, Object x, int from, int n);

  /** Combines rows of {@code n} elements, each at an offset of its own, in order. */
  default void foldRows(
      Object accumulated, int at, Object x, int from, int[] rows, int first, int end, int n) {
    for (var row = first; row < end; row++) {
      fold(accumulated, at, x, from + rows[row], n);
    }
  }
}
