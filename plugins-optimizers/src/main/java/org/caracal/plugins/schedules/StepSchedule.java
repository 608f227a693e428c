package org.caracal.plugins.schedules;

import org.caracal.optimizer.Schedule;
import org.caracal.plugin.Option;
import org.caracal.plugin.SchedulePlugin;
import org.osgi.service.component.annotations.Component;

/** The learning rate times {@code factor} after every so many epochs. */
@Component(service = Schedule.class)
@SchedulePlugin(name = "step")
public final class StepSchedule implements Schedule<StepSchedule.Options> {
  /** Options of {@code step}. */
  public record Options(
      @Option(value = "number of epochs between two changes", min = 1) int epochs,
      @Option(value = "what each change multiplies by", byDefault = "0.1", min = 0)
          double factor) {}

  @Override
  public Class<Options> optionsType() {
    return Options.class;
  }

  @Override
  public double factor(Options options, Progress progress) {
    return Math.pow(options.factor(), progress.epoch() / options.epochs());
  }
}
