package org.caracal.plugins.schedules;

import org.caracal.optimizer.Schedule;
import org.caracal.plugin.NoOptions;
import org.caracal.plugin.SchedulePlugin;
import org.osgi.service.component.annotations.Component;

/** The same learning rate all the time. */
@Component(service = Schedule.class)
@SchedulePlugin(name = "constant")
public final class ConstantSchedule implements Schedule<NoOptions> {
  @Override
  public Class<NoOptions> optionsType() {
    return NoOptions.class;
  }

  @Override
  public double factor(NoOptions options, Progress progress) {
    return 1;
  }
}
