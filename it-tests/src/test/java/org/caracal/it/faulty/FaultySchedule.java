package org.caracal.it.faulty;

import org.caracal.optimizer.Schedule;
import org.caracal.plugin.Option;
import org.caracal.plugin.SchedulePlugin;
import org.osgi.service.component.annotations.Component;

/** A constant schedule, but for one fault. */
@Component(service = Schedule.class)
@SchedulePlugin(name = "faulty")
public final class FaultySchedule implements Schedule<FaultySchedule.Options> {
  /** What goes wrong. */
  public enum Fault {
    /** Throws. */
    THROW,
    /** Gives a factor that is not a number. */
    NAN
  }

  /** Options of {@code faulty}. */
  public record Options(
      @Option("what goes wrong") Fault fault,
      @Option("number of the step in which it does") int step) {}

  @Override
  public Class<Options> optionsType() {
    return Options.class;
  }

  @Override
  public double factor(Options options, Progress progress) {
    if (progress.step() + 1 < options.step()) {
      return 1;
    }
    return switch (options.fault()) {
      case THROW -> throw new IllegalStateException("no mood");
      case NAN -> Double.NaN;
    };
  }
}
