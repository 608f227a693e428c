package org.caracal.backend;

/**
 * How a session runs its kernels.
 *
 * @param threads number of threads to compute with, the calling one included; at least 1
 * @param exact whether products and convolutions are computed as the sums that they are defined as,
 *     not by algorithms that take fewer operations but lose some accuracy, such as Winograd's
 */
public record Execution(int threads, boolean exact) {
  /** Checks the number of threads. */
  public Execution {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, not " + threads);
    }
  }

  /** So many threads, and the fastest algorithms. */
  public Execution(int threads) {
    this(threads, false);
  }
}
