package org.caracal.event;

/**
 * Topics of the events that training publishes through Event Admin. Properties are named in {@link
 * Properties}.
 */
public final class Topics {
  /** The prefix of all topics. */
  public static final String PREFIX = "org/caracal/training/";

  /** A run has started: run id, model, backend, reason, description, epochs, steps per epoch. */
  public static final String RUN_STARTED = PREFIX + "run/STARTED";

  /** A run was paused. */
  public static final String RUN_PAUSED = PREFIX + "run/PAUSED";

  /** A run goes on. */
  public static final String RUN_RESUMED = PREFIX + "run/RESUMED";

  /** A run has finished or was stopped: state, metrics, backend, steps, seconds. */
  public static final String RUN_FINISHED = PREFIX + "run/FINISHED";

  /** A run has failed: message. */
  public static final String RUN_FAILED = PREFIX + "run/FAILED";

  /** An epoch begins: epoch. */
  public static final String EPOCH_STARTED = PREFIX + "epoch/STARTED";

  /** An epoch has ended: epoch, metrics of the training and validation splits. */
  public static final String EPOCH_FINISHED = PREFIX + "epoch/FINISHED";

  /** A step has finished: epoch, step, loss, nanoseconds, examples. */
  public static final String STEP_FINISHED = PREFIX + "step/FINISHED";

  /** The output of a layer is there: path, type, bundle, value, nanoseconds. */
  public static final String LAYER_FORWARD = PREFIX + "layer/FORWARD";

  /**
   * The gradient of the loss by the output of a layer is there: path, type, bundle, value,
   * nanoseconds.
   */
  public static final String LAYER_BACKWARD = PREFIX + "layer/BACKWARD";

  /** A run has moved to another backend: from, to, reason, nanoseconds. */
  public static final String BACKEND_SWAPPED = PREFIX + "backend/SWAPPED";

  /** A plugin was registered: kind, name, bundle. */
  public static final String PLUGIN_ARRIVED = PREFIX + "plugin/ARRIVED";

  /** A plugin was unregistered: kind, name, bundle. */
  public static final String PLUGIN_LEFT = PREFIX + "plugin/LEFT";

  /** A checkpoint was saved: path, epoch, step. */
  public static final String CHECKPOINT_SAVED = PREFIX + "checkpoint/SAVED";

  /** A listener was reported for throwing or dawdling: listener, message. */
  public static final String LISTENER_REPORTED = PREFIX + "listener/REPORTED";

  private Topics() {}
}
