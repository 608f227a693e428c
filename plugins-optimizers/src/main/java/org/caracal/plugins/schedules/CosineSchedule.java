package org.caracal.plugins.schedules;

import org.caracal.optimizer.Schedule;
import org.caracal.plugin.Option;
import org.caracal.plugin.SchedulePlugin;
import org.osgi.service.component.annotations.Component;

/**
 * Half a cosine from the learning rate down to a share of it at the last step (Loshchilov and
 * Hutter 2017).
 */
@Component(service = Schedule.class)
@SchedulePlugin(name = "cosine")
public final class CosineSchedule implements Schedule<CosineSchedule.Options> {
  /** Options of {@code cosine}. */
  public record Options(
      @Option(value = "share of the learning rate at the end", byDefault = "0", min = 0, max = 1)
          double floor) {}

  @Override
  public Class<Options> optionsType() {
    return Options.class;
  }

  @Override
  public double factor(Options options, Progress progress) {
    var done = progress.step() / (double) Math.max(1, progress.steps() - 1);
    return options.floor()
        + (1 - options.floor()) * (1 + Math.cos(Math.PI * Math.min(1, done))) / 2;
  }
}
