package org.caracal.core.training;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.caracal.PluginException;
import org.caracal.core.event.PathPattern;
import org.caracal.core.plugin.Configured;
import org.caracal.core.plugin.PluginResolver;
import org.caracal.loss.Loss;
import org.caracal.optimizer.Optimizer;
import org.caracal.optimizer.Schedule;
import org.caracal.plugin.PluginKind;
import org.caracal.training.LossSpec;
import org.caracal.training.PhaseSpec;

/**
 * A phase of a job with its plugins.
 *
 * @param name its name
 * @param losses terms of its loss
 * @param optimizer what updates its parameters
 * @param learningRate the optimizer's learning rate before it is scheduled
 * @param schedule what scales the learning rate
 * @param parameters which parameters it trains
 */
record Phase(
    String name,
    List<Term> losses,
    Configured<Optimizer<Record>> optimizer,
    double learningRate,
    Optional<Configured<Schedule<Record>>> schedule,
    PathPattern parameters) {
  /** One term of the loss. */
  record Term(Configured<Loss<Record>> loss, LossSpec spec) {}

  static Phase of(PhaseSpec spec, PluginResolver plugins) {
    var where = "phase " + spec.name();
    Configured<Optimizer<Record>> optimizer =
        Configured.resolve(plugins, PluginKind.OPTIMIZER, spec.optimizer(), where);
    return new Phase(
        spec.name(),
        spec.losses().stream()
            .map(
                term ->
                    new Term(
                        Configured.resolve(plugins, PluginKind.LOSS, term.loss(), where), term))
            .toList(),
        optimizer,
        LearningRate.of(optimizer.options()),
        spec.schedule()
            .map(schedule -> Configured.resolve(plugins, PluginKind.SCHEDULE, schedule, where)),
        PathPattern.anyOf(spec.parameters()));
  }

  /** The learning rate of a step. */
  double learningRate(long step, long stepsPerEpoch, long epochs) {
    if (schedule.isEmpty()) {
      return learningRate;
    }
    var configured = schedule.get();
    var progress = new Schedule.Progress(step, stepsPerEpoch, epochs);
    var factor = Double.NaN;
    try {
      factor = configured.plugin().factor(configured.options(), progress);
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      throw new PluginException(describe(configured) + " failed: " + e, e);
    }
    if (!Double.isFinite(factor)) {
      throw new PluginException(describe(configured) + " must give a finite factor, not " + factor);
    }
    return learningRate * factor;
  }

  private String describe(Configured<Schedule<Record>> configured) {
    return configured.spec().location().prefix("phase " + name + ", " + configured.registered());
  }

  /** The plugins of the loss, for messages. */
  String describeLosses() {
    return losses.stream()
        .map(term -> term.loss().registered().toString())
        .distinct()
        .collect(Collectors.joining(", "));
  }
}
