package org.caracal.backend.java.window;

/** Computes the gradient of one slice of an input, for one thread. */
@FunctionalInterface
interface GradientFunction {
  /**
   * Computes.
   *
   * @param x the input, whose slice starts at an index
   * @param gradient the gradient of the results, whose slice starts at another
   * @param result where the gradient of the input goes, at the index of the input's slice
   */
  void run(Object x, int from, Object gradient, int at, Object result);
}
