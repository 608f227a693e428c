package org.caracal.core.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.caracal.array.NdArray;
import org.caracal.backend.BackendSession;
import org.caracal.backend.Buffer;
import org.caracal.core.data.Batch;
import org.caracal.core.plan.HostView;
import org.caracal.core.plan.Instrument;
import org.caracal.core.plan.Plan;
import org.caracal.core.plan.Planner;
import org.caracal.core.plan.Segment;

/**
 * A training step, planned for one backend session. Running allocates nothing as long as it is not
 * observed. Confined to the thread of the run.
 */
final class StepRunner implements AutoCloseable {
  /** Is told of the values of observed segments. */
  interface Observer {
    /** A segment with an observation has been run. */
    void observed(Segment.Kind kind, Observation observation, NdArray value, long nanoseconds);
  }

  private final TrainingStep step;
  private final Plan plan;
  private final boolean observed;
  private final FeatureFeeds features;
  private final Buffer randomKey;
  private final long[] key = new long[2];
  private final Scalar[] learningRates;
  private final Scalar[] updates;
  private final Scalar[] losses;
  private final Scalar[] guards;
  private final HostView[] outputs;
  private final HostView[] values;
  private final int firstUpdate;

  StepRunner(
      TrainingStep step,
      BackendSession session,
      Map<String, Buffer> variables,
      boolean observed,
      Instrument instrument) {
    this.step = step;
    this.observed = observed;
    this.plan = Planner.plan(step.graph(), session, variables, observed, instrument);
    features = new FeatureFeeds(step.features(), plan);
    randomKey = plan.feed(step.randomKey());
    var phases = step.phases();
    learningRates = scalars(phases.stream().map(phase -> plan.feed(phase.learningRate())).toList());
    updates = scalars(phases.stream().map(phase -> plan.feed(phase.update())).toList());
    losses = scalars(phases.stream().map(phase -> plan.fetch(phase.loss())).toList());
    guards = scalars(phases.stream().map(phase -> plan.fetch(phase.guard())).toList());
    outputs =
        step.outputs().stream()
            .map(output -> new HostView(plan.fetch(output), output.type()))
            .toArray(HostView[]::new);
    values = new HostView[plan.segmentCount()];
    var first = plan.segmentCount();
    for (var i = plan.segmentCount() - 1; i >= 0; i--) {
      if (plan.segment(i).kind() == Segment.Kind.UPDATE) {
        first = i;
      }
      var observation = step.observations().get(i);
      if (observed && observation.isPresent()) {
        var value = observation.get().value();
        values[i] = new HostView(plan.value(value), value.type());
      }
    }
    firstUpdate = first;
  }

  private static Scalar[] scalars(List<Buffer> buffers) {
    return buffers.stream().map(Scalar::new).toArray(Scalar[]::new);
  }

  TrainingStep step() {
    return step;
  }

  /** Writes the features of a batch to their feeds. */
  void load(Batch batch) {
    features.write(batch);
  }

  /** Sets the random key. */
  void key(long seed, long number) {
    key[0] = seed;
    key[1] = number;
    randomKey.write(key);
  }

  /** Sets the learning rate and the number of the update, from 1, of a phase. */
  void rate(int phase, double learningRate, long update) {
    learningRates[phase].write(learningRate);
    updates[phase].write(update);
  }

  /** Forward and backward passes of all phases; changes no variable. */
  void gradients() {
    for (var i = 0; i < firstUpdate; i++) {
      plan.run(i);
    }
  }

  /** As {@link #gradients()}, telling the observer after each segment. */
  void gradients(Observer observer) {
    for (var i = 0; i < firstUpdate; i++) {
      var began = System.nanoTime();
      plan.run(i);
      var nanoseconds = System.nanoTime() - began;
      if (observed && values[i] != null) {
        observer.observed(
            plan.segment(i).kind(),
            step.observations().get(i).orElseThrow(),
            values[i].read(),
            nanoseconds);
      }
    }
  }

  /** Whether losses and gradients are finite, after {@link #gradients}. */
  boolean isFinite() {
    for (var guard : guards) {
      if (!Double.isFinite(guard.read())) {
        return false;
      }
    }
    return true;
  }

  /**
   * Updates the variables, after {@link #gradients}. If this fails, they are torn: some are
   * updated, some are not.
   */
  void update() {
    for (var i = firstUpdate; i < plan.segmentCount(); i++) {
      plan.run(i);
    }
  }

  /** The loss of a phase. */
  double loss(int phase) {
    return losses[phase].read();
  }

  /** The sum of the losses of all phases. */
  double loss() {
    var sum = 0.0;
    for (var loss : losses) {
      sum += loss.read();
    }
    return sum;
  }

  /** What a metric judges, on the host; valid until the next step. */
  NdArray output(int metric) {
    return outputs[metric].read();
  }

  /** Where losses and gradients are not finite, after {@link #gradients}. */
  List<String> placesNotFinite() {
    var places = new ArrayList<String>();
    for (var i = 0; i < guards.length; i++) {
      if (!Double.isFinite(guards[i].read())) {
        var phase = step.phases().get(i).phase();
        places.add(
            Double.isFinite(losses[i].read())
                ? "in the gradients of phase " + phase.name()
                : "at the loss of phase " + phase.name() + " (" + phase.describeLosses() + ")");
      }
    }
    return places;
  }

  @Override
  public void close() {
    plan.close();
  }
}
