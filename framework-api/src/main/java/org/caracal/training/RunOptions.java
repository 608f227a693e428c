package org.caracal.training;

import java.nio.file.Path;
import java.util.Optional;
import org.caracal.backend.Execution;

/**
 * Where and how a job runs; none of it changes what is computed, but for the last digits.
 *
 * @param backend name of a backend, or {@code auto} for the best one at any time
 * @param threads number of threads to compute with; 0 for all processors
 * @param checkpoints folder to save checkpoints to
 * @param resume checkpoint, or folder of them, to go on from
 * @param swapEvery number of steps after which the run moves to the next backend, for trials; 0 for
 *     never
 * @param profile whether to find out what the steps spend their time on: {@link
 *     RunResult#profiles()}
 * @param exact whether convolutions are computed as the sums that they are defined as, not by
 *     faster algorithms that lose some accuracy: {@link Execution#exact()}
 */
public record RunOptions(
    String backend,
    int threads,
    Optional<Path> checkpoints,
    Optional<Path> resume,
    long swapEvery,
    boolean profile,
    boolean exact) {
  /** The name that stands for the best backend at any time. */
  public static final String AUTO = "auto";

  /** The best backend, all processors, no checkpoints. */
  public static final RunOptions DEFAULT =
      new RunOptions(AUTO, 0, Optional.empty(), Optional.empty(), 0);

  /** Without a profile, by the fastest algorithms. */
  public RunOptions(
      String backend,
      int threads,
      Optional<Path> checkpoints,
      Optional<Path> resume,
      long swapEvery) {
    this(backend, threads, checkpoints, resume, swapEvery, false, false);
  }

  /** How the sessions of such a run compute. */
  public Execution execution() {
    var processors = Runtime.getRuntime().availableProcessors();
    return new Execution(threads > 0 ? threads : processors, exact);
  }
}
