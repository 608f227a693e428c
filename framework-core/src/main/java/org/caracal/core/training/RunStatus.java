package org.caracal.core.training;

import org.caracal.training.Run;

/** What others may read of a run at any time. Written by the thread of the run only. */
final class RunStatus {
  private volatile Run.State state = Run.State.STARTING;
  private volatile Run.BackendChoice backend = new Run.BackendChoice("", "", "not chosen yet");
  private volatile long step;

  Run.State state() {
    return state;
  }

  void state(Run.State next) {
    state = next;
  }

  Run.BackendChoice backend() {
    return backend;
  }

  void backend(Run.BackendChoice next) {
    backend = next;
  }

  long step() {
    return step;
  }

  void step(long next) {
    step = next;
  }
}
