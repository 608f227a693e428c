package org.caracal.backend.java.parallel;

/** What is done to elements of a result as soon as they are computed, by the same thread. */
@FunctionalInterface
public interface Finish {
  /** Nothing. */
  Finish NONE = (worker, start, count) -> {};

  /** Finishes elements that follow each other in row-major order. */
  void run(int worker, int start, int count);
}
