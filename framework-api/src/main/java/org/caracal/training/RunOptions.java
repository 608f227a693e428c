package org.caracal.training;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where and how a job runs; none of it changes what is computed.
 *
 * @param backend name of a backend, or {@code auto} for the best one at any time
 * @param threads number of threads to compute with; 0 for all processors
 * @param checkpoints folder to save checkpoints to
 * @param resume checkpoint, or folder of them, to go on from
 * @param swapEvery number of steps after which the run moves to the next backend, for trials; 0 for
 *     never
 * @param profile whether to find out what the steps spend their time on: {@link
 *     RunResult#profiles()}
 */
public record RunOptions(
    String backend,
    int threads,
    Optional<Path> checkpoints,
    Optional<Path> resume,
    long swapEvery,
    boolean profile) {
  /** The name that stands for the best backend at any time. */
  public static final String AUTO = "auto";

  /** The best backend, all processors, no checkpoints. */
  public static final RunOptions DEFAULT =
      new RunOptions(AUTO, 0, Optional.empty(), Optional.empty(), 0);

  /** Without a profile. */
  public RunOptions(
      String backend,
      int threads,
      Optional<Path> checkpoints,
      Optional<Path> resume,
      long swapEvery) {
    this(backend, threads, checkpoints, resume, swapEvery, false);
  }
}
