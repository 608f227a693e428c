package org.caracal.backend.java.window;

import org.caracal.backend.java.parallel.Trial;

/**
 * A gradient by the Vector API, or a plain one until that is faster.
 *
 * @param vectors the one
 * @param plain the other, which gives the same results
 * @param trial what chooses
 * @param size the number of elements of a slice of the input
 */
record TriedGradients(GradientFunction vectors, GradientFunction plain, Trial trial, int size)
    implements GradientFunction {
  @Override
  public void run(Object x, int from, Object gradient, int at, Object result) {
    var since = trial.clock();
    if (trial.grants(size)) {
      vectors.run(x, from, gradient, at, result);
      trial.vectorsSince(since, size);
    } else {
      plain.run(x, from, gradient, at, result);
      trial.plainSince(since, size);
    }
  }
}
