package org.caracal.plugins.schedules;

import org.caracal.optimizer.Schedule;
import org.caracal.plugin.Option;
import org.caracal.plugin.SchedulePlugin;
import org.osgi.service.component.annotations.Component;

/** The learning rate times {@code factor} in each epoch, smoothly from step to step. */
@Component(service = Schedule.class)
@SchedulePlugin(name = "exponential")
public final class ExponentialSchedule implements Schedule<ExponentialSchedule.Options> {
  /** Options of {@code exponential}. */
  public record Options(@Option(value = "what an epoch multiplies by", min = 0) double factor) {}

  @Override
  public Class<Options> optionsType() {
    return Options.class;
  }

  @Override
  public double factor(Options options, Progress progress) {
    return Math.pow(
        options.factor(), progress.step() / (double) Math.max(1, progress.stepsPerEpoch()));
  }
}
