package org.caracal.backend.java.window;

/** Computes the results of one slice, for one thread. */
@FunctionalInterface
interface SliceFunction {
  /** Reads the slice that starts at an index and writes the results from an index on. */
  void run(Object x, int from, Object result, int to);
}
