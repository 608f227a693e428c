package org.caracal.core.profile;

import java.util.List;
import org.caracal.backend.BackendSession;
import org.caracal.core.plan.Instrument;
import org.caracal.training.Profile;

/**
 * Is told what a run does, in the order in which it happens. Confined to the thread of the run. By
 * itself it wants to know nothing: so it is in runs without a profile.
 */
public interface Profiler {
  /** Wants to know nothing. */
  Profiler NONE = new Profiler() {};

  /** The next steps are computed by this backend; the result is for its plans. */
  default Instrument enter(String backend, int threads) {
    return Instrument.NONE;
  }

  /** The backend's session, still open, is no longer used. */
  default void leave(BackendSession session) {}

  /** What has happened since the last step belongs to none. */
  default void begin() {}

  /** The batch of a step is there. */
  default void hasBatch() {}

  /** A step is computed. */
  default void hasComputed() {}

  /** A step is told of, and the next one begins. */
  default void hasTold() {}

  /** One profile for each backend, in the order in which they were entered first. */
  default List<Profile> profiles() {
    return List.of();
  }
}
