package org.caracal.backend;

/**
 * How a session runs its kernels.
 *
 * @param threads number of threads to compute with, the calling one included; at least 1
 */
public record Execution(int threads) {
  /** Checks the number of threads. */
  public Execution {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, not " + threads);
    }
  }

  /** As many threads as there are processors. */
  public static Execution allProcessors() {
    return new Execution(Runtime.getRuntime().availableProcessors());
  }
}
