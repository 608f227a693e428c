package org.caracal.event;

/** Names of event properties. */
public final class Properties {
  /** Id of the run: String. */
  public static final String RUN = "run";

  /** Name of the model: String. */
  public static final String MODEL = "model";

  /** Number of the epoch, from 1: Integer. */
  public static final String EPOCH = "epoch";

  /** Number of epochs: Integer. */
  public static final String EPOCHS = "epochs";

  /** Number of the step in the run, from 1: Long. */
  public static final String STEP = "step";

  /** Number of steps in an epoch: Long. */
  public static final String STEPS_PER_EPOCH = "stepsPerEpoch";

  /** Number of examples in the step, or in the epoch: Integer. */
  public static final String EXAMPLES = "examples";

  /** The loss of the step: Double. */
  public static final String LOSS = "loss";

  /**
   * Metrics by name, those of other splits than training with a prefix such as {@code validation.}:
   * Map of String to Double.
   */
  public static final String METRICS = "metrics";

  /** Path of a layer: String. */
  public static final String LAYER = "layer";

  /** Name of the plugin: String. */
  public static final String TYPE = "type";

  /** Kind of the plugin: String. */
  public static final String KIND = "kind";

  /** Symbolic name and version of the bundle, {@code name/version}: String. */
  public static final String BUNDLE = "bundle";

  /** Activation or gradient, read-only and valid during the callback only: NdArray. */
  public static final String VALUE = "value";

  /** Shape of the value: String. */
  public static final String SHAPE = "shape";

  /** How long it took: Long. */
  public static final String NANOSECONDS = "nanoseconds";

  /** Name of the backend before: String. */
  public static final String FROM = "from";

  /** Name of the backend after: String. */
  public static final String TO = "to";

  /** Name of the backend: String. */
  public static final String BACKEND = "backend";

  /** The backend's description of itself: String. */
  public static final String DESCRIPTION = "description";

  /** Why: String. */
  public static final String REASON = "reason";

  /** The state in which a run ended: String. */
  public static final String STATE = "state";

  /** Number of steps: Long. */
  public static final String STEPS = "steps";

  /** Wall time: Double. */
  public static final String SECONDS = "seconds";

  /** Path of a checkpoint: String. */
  public static final String PATH = "path";

  /** A message for people: String. */
  public static final String MESSAGE = "message";

  /** A listener's service, for people: String. */
  public static final String LISTENER = "listener";

  private Properties() {}
}
