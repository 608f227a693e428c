package org.caracal.training;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.caracal.CaracalException;

/**
 * How a run ended.
 *
 * @param state FINISHED, STOPPED or FAILED
 * @param steps number of steps in all, those before a resume included
 * @param seconds wall time of this run's steps, with all that happens between them: waiting for
 *     batches, listeners, moves to other backends; without pauses, evaluations and checkpoints
 * @param stepsPerSecond steps of this run by that time
 * @param metrics loss and metrics on the test split (or the last one there is)
 * @param backend the backend at the end
 * @param checkpoint the last checkpoint
 * @param failure why it failed
 * @param profiles what the steps spent their time on, for each backend in the order of their first
 *     steps; none if that was not asked for
 */
public record RunResult(
    Run.State state,
    long steps,
    double seconds,
    double stepsPerSecond,
    Map<String, Double> metrics,
    Run.BackendChoice backend,
    Optional<Path> checkpoint,
    Optional<CaracalException> failure,
    List<Profile> profiles) {
  /** Copies the collections. */
  public RunResult {
    metrics = Map.copyOf(metrics);
    profiles = List.copyOf(profiles);
  }
}
