package org.caracal.console;

import java.util.List;
import org.caracal.CaracalException;
import org.caracal.training.Job;
import org.caracal.training.RunResult;
import org.osgi.service.event.Event;

/** Shows what happens in a run. Called by one thread at a time. */
interface RunView {
  /** The topics of the events that it wants: a step whose event nobody wants makes none. */
  List<String> topics();

  /** A job is about to start. */
  void begin(Job job);

  /** One of the events of training. */
  void show(Event event);

  /** The run has ended. */
  void end(RunResult result);

  /** There is no run: the job cannot be read or started. */
  void refuse(CaracalException failure);
}
