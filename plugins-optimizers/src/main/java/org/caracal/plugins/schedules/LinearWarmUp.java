package org.caracal.plugins.schedules;

import org.caracal.optimizer.Schedule;
import org.caracal.plugin.Option;
import org.caracal.plugin.SchedulePlugin;
import org.osgi.service.component.annotations.Component;

/**
 * A straight line from near 0 to the learning rate over the first steps, and from there, if asked
 * for, down to where the step after the last one would be at 0.
 */
@Component(service = Schedule.class)
@SchedulePlugin(name = "linear-warm-up")
public final class LinearWarmUp implements Schedule<LinearWarmUp.Options> {
  /** Options of {@code linear-warm-up}. */
  public record Options(
      @Option(value = "number of steps of the rise", min = 1) long steps,
      @Option(value = "whether to fall to 0 along a straight line afterwards", byDefault = "false")
          boolean decay) {}

  @Override
  public Class<Options> optionsType() {
    return Options.class;
  }

  @Override
  public double factor(Options options, Progress progress) {
    if (progress.step() < options.steps()) {
      return (progress.step() + 1.0) / options.steps();
    }
    var rest = Math.max(1, progress.steps() - options.steps());
    return options.decay() ? Math.max(0, (progress.steps() - progress.step()) / (double) rest) : 1;
  }
}
