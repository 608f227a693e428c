package org.caracal.training;

import java.util.concurrent.CompletionStage;

/** One training run, on a thread of its own. Thread-safe. */
public interface Run {
  /** Its id, unique in this container. */
  String id();

  /** What is trained. */
  Job job();

  /** Its state at this moment. */
  State state();

  /** The number of finished steps. */
  long step();

  /** Name of the backend in use and why it was chosen. */
  BackendChoice backend();

  /** Halts after the current step. */
  void pause();

  /** Goes on after {@link #pause()}. */
  void resume();

  /** Ends after the current step, saving a checkpoint if there is a folder for them. */
  void stop();

  /** Moves to another backend after the current step: a name, or {@code auto}. */
  void useBackend(String name);

  /** Completes, never exceptionally, when the run has ended. */
  CompletionStage<RunResult> result();

  /** The states of a run. */
  enum State {
    /** Before the first step. */
    STARTING,
    /** In its steps. */
    RUNNING,
    /** Held by {@link Run#pause()}. */
    PAUSED,
    /** Held because a plugin or all backends left; goes on when there is a replacement. */
    WAITING,
    /** Ended after its last epoch, or stopped early by a callback. */
    FINISHED,
    /** Ended by {@link Run#stop()}. */
    STOPPED,
    /** Ended by a failure. */
    FAILED;

    /** Whether the run has ended. */
    public boolean isEnd() {
      return this == FINISHED || this == STOPPED || this == FAILED;
    }
  }

  /**
   * A backend and the reason for it.
   *
   * @param name name of the backend
   * @param description the backend's description of itself
   * @param reason why it was chosen, with a remedy if it is a fallback
   */
  record BackendChoice(String name, String description, String reason) {}
}
