package org.caracal.training;

import java.util.List;

/** A service that runs jobs. Thread-safe. */
public interface Trainer {
  /**
   * Starts a job on a thread of its own. Failures after the checks are told by {@link
   * Run#result()}.
   *
   * @throws org.caracal.CaracalException if job or options do not fit, or a plugin is missing
   */
  Run start(Job job, RunOptions options);

  /** Runs that have not ended, and the last ones that have, oldest first. */
  List<Run> runs();
}
