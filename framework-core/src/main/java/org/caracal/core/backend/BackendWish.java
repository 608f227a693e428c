package org.caracal.core.backend;

import java.util.Map;
import org.caracal.training.RunOptions;

/**
 * Which backend a run wants.
 *
 * @param name name of a backend, or {@code auto} for the best one
 * @param failed registrations that failed in this run, by service id, and how; they are not tried
 *     again
 */
public record BackendWish(String name, Map<Long, String> failed) {
  /** Copies the map. */
  public BackendWish {
    failed = Map.copyOf(failed);
  }

  /** A wish of a run in which none has failed. */
  public static BackendWish of(String name) {
    return new BackendWish(name, Map.of());
  }

  /** Whether any backend will do, the best one preferred. */
  public boolean isAuto() {
    return name.equals(RunOptions.AUTO);
  }

  boolean allows(Candidate candidate) {
    return !failed.containsKey(candidate.registered().serviceId());
  }

  boolean prefers(Candidate candidate) {
    return isAuto() || candidate.name().equals(name);
  }
}
