package org.caracal.backend.java.parallel;

/** Takes elements of a result that is not stored as soon as they are computed, by that thread. */
@FunctionalInterface
public interface Receiver {
  /**
   * Takes elements that follow each other in row-major order.
   *
   * @param array where they stand until this returns, from an index on
   * @param start the first one's row-major index in the result
   */
  void run(int worker, Object array, int at, int start, int count);
}
