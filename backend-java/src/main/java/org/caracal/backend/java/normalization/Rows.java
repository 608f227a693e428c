package org.caracal.backend.java.normalization;

import org.caracal.backend.java.parallel.Partition;
import org.caracal.backend.java.parallel.PerThread;
import org.caracal.backend.java.parallel.ThreadPool;

/**
 * The rows of a normalized tensor.
 *
 * @param count number of rows
 * @param length number of elements of a row
 * @param epsilon what is added to variances
 * @param loops what computes them
 * @param pool the threads that share them
 */
record Rows(int count, int length, double epsilon, RowLoops loops, ThreadPool pool) {
  /** Number of rows whose sums are added up before they are added to others'. */
  static final int PIECE = 64;

  private static final double NANOS = 0.8;

  /** How threads share the rows, in whole pieces. */
  Partition pieces() {
    return Partition.of(pool, (count + PIECE - 1) / PIECE, NANOS * count * length);
  }

  /** Memory for partial sums. */
  PerThread<float[]> lanes() {
    return new PerThread<>(pool.threads(), worker -> new float[2 * RowLoops.LANES]);
  }

  /** The mean of a row. */
  float mean(float[] x, int at, float[] lanes) {
    return loops.sum(x, at, length, lanes) / length;
  }

  /** {@code 1 / sqrt(variance + epsilon)} of a row. */
  float factor(float[] x, int at, float mean, float[] lanes) {
    var variance = loops.squares(x, at, length, mean, lanes) / (double) length;
    return (float) (1 / Math.sqrt(variance + epsilon));
  }
}
