package org.caracal.backend.java.window;

import org.caracal.backend.java.parallel.Trial;

/**
 * A function of the Vector API, or a plain one until that is faster.
 *
 * @param vectors the one
 * @param plain the other, which gives the same results
 * @param trial what chooses
 * @param size the number of elements of a slice
 */
record TriedSlices(SliceFunction vectors, SliceFunction plain, Trial trial, int size)
    implements SliceFunction {
  @Override
  public void run(Object x, int from, Object result, int to) {
    var since = trial.clock();
    if (trial.grants(size)) {
      vectors.run(x, from, result, to);
      trial.vectorsSince(since, size);
    } else {
      plain.run(x, from, result, to);
      trial.plainSince(since, size);
    }
  }
}
