package org.caracal.backend.java.parallel;

import java.util.function.IntFunction;

/**
 * Objects of which each thread of a pool changes its own. They are kept apart: a processor that
 * writes to a cache line takes it from all others, so threads with objects in one line wait for
 * each other.
 *
 * @param <T> the type of the objects
 */
public final class PerThread<T> {
  /** Bytes of two cache lines, as some processors fetch them in pairs. */
  public static final int APART = 128;

  /** Between two there is an array that nobody uses: a collector that copies keeps the order. */
  private final Object[] objects;

  /** An object for each of so many threads. */
  public PerThread(int threads, IntFunction<? extends T> make) {
    objects = new Object[2 * threads];
    for (var worker = 0; worker < threads; worker++) {
      objects[2 * worker] = make.apply(worker);
      objects[2 * worker + 1] = new byte[APART];
    }
  }

  /** The number of threads. */
  public int threads() {
    return objects.length / 2;
  }

  /** The object of a thread. */
  @SuppressWarnings("unchecked") // what the constructor has made
  public T get(int worker) {
    return (T) objects[2 * worker];
  }
}
