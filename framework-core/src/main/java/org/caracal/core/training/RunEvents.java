package org.caracal.core.training;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.caracal.array.NdArray;
import org.caracal.core.event.EventChannel;
import org.caracal.core.event.Topic;
import org.caracal.core.plan.Segment;
import org.caracal.event.LayerEvent;
import org.caracal.event.Properties;
import org.caracal.training.Run;
import org.caracal.training.RunResult;

/**
 * Publishes the events of one run. Builds nothing that nobody listens to. Confined to the thread of
 * the run.
 */
final class RunEvents implements StepRunner.Observer, AutoCloseable {
  private final EventChannel channel;
  private final String run;
  private final String model;
  private int epoch;
  private long step;

  RunEvents(EventChannel channel, String run, String model) {
    this.channel = channel;
    this.run = run;
    this.model = model;
  }

  /** Whether a step must be observed. */
  boolean layersWanted() {
    return channel.layersWanted();
  }

  /** The epoch and step, from 1, that the next events are about. */
  void position(int nextEpoch, long nextStep) {
    epoch = nextEpoch;
    step = nextStep;
  }

  void started(Run.BackendChoice backend, int epochs, long stepsPerEpoch) {
    if (channel.wanted(Topic.RUN_STARTED)) {
      var properties = properties();
      properties.put(Properties.BACKEND, backend.name());
      properties.put(Properties.REASON, backend.reason());
      properties.put(Properties.DESCRIPTION, backend.description());
      properties.put(Properties.EPOCHS, epochs);
      properties.put(Properties.STEPS_PER_EPOCH, stepsPerEpoch);
      channel.publish(Topic.RUN_STARTED, properties);
    }
  }

  void epochStarted(int epochs) {
    if (channel.wanted(Topic.EPOCH_STARTED)) {
      var properties = properties();
      properties.put(Properties.EPOCHS, epochs);
      channel.publish(Topic.EPOCH_STARTED, properties);
    }
  }

  void stepFinished(
      double loss, int examples, long nanoseconds, Supplier<Map<String, Double>> metrics) {
    if (channel.wanted(Topic.STEP_FINISHED)) {
      var properties = properties();
      properties.put(Properties.LOSS, loss);
      properties.put(Properties.EXAMPLES, examples);
      properties.put(Properties.NANOSECONDS, nanoseconds);
      properties.put(Properties.METRICS, metrics.get());
      channel.publish(Topic.STEP_FINISHED, properties);
    }
  }

  void epochFinished(int epochs, int examples, Map<String, Double> metrics) {
    if (channel.wanted(Topic.EPOCH_FINISHED)) {
      var properties = properties();
      properties.put(Properties.EXAMPLES, examples);
      properties.put(Properties.EPOCHS, epochs);
      properties.put(Properties.METRICS, metrics);
      channel.publish(Topic.EPOCH_FINISHED, properties);
    }
  }

  void swapped(String from, String to, String reason, long nanoseconds) {
    if (channel.wanted(Topic.BACKEND_SWAPPED)) {
      var properties = properties();
      properties.put(Properties.FROM, from);
      properties.put(Properties.TO, to);
      properties.put(Properties.REASON, reason);
      properties.put(Properties.NANOSECONDS, nanoseconds);
      channel.publish(Topic.BACKEND_SWAPPED, properties);
    }
  }

  void saved(Path checkpoint) {
    if (channel.wanted(Topic.CHECKPOINT_SAVED)) {
      var properties = properties();
      properties.put(Properties.PATH, checkpoint.toString());
      channel.publish(Topic.CHECKPOINT_SAVED, properties);
    }
  }

  /** The run was paused or goes on. */
  void halted(boolean paused) {
    var topic = paused ? Topic.RUN_PAUSED : Topic.RUN_RESUMED;
    if (channel.wanted(topic)) {
      channel.publish(topic, properties());
    }
  }

  void ended(RunResult result) {
    var topic = result.state() == Run.State.FAILED ? Topic.RUN_FAILED : Topic.RUN_FINISHED;
    if (channel.wanted(topic)) {
      var properties = properties();
      properties.put(Properties.STATE, result.state().toString());
      properties.put(Properties.METRICS, result.metrics());
      properties.put(Properties.BACKEND, result.backend().name());
      properties.put(Properties.STEPS, result.steps());
      properties.put(Properties.SECONDS, result.seconds());
      result
          .failure()
          .ifPresent(
              failure -> properties.put(Properties.MESSAGE, String.valueOf(failure.getMessage())));
      channel.publish(topic, properties);
    }
  }

  @Override
  public void observed(
      Segment.Kind kind, Observation observation, NdArray value, long nanoseconds) {
    var layer = observation.layer();
    var event =
        new LayerEvent(
            run,
            model,
            epoch,
            step,
            layer.path(),
            layer.layer().name(),
            layer.layer().bundleId(),
            value,
            nanoseconds);
    if (kind == Segment.Kind.FORWARD) {
      channel.forward(event);
    } else {
      channel.backward(event);
    }
  }

  private Map<String, Object> properties() {
    var properties = new HashMap<String, Object>(20);
    properties.put(Properties.RUN, run);
    properties.put(Properties.MODEL, model);
    properties.put(Properties.EPOCH, epoch);
    properties.put(Properties.STEP, step);
    return properties;
  }

  @Override
  public void close() {
    channel.close();
  }
}
