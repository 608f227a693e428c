package org.caracal.console;

import org.caracal.CaracalException;
import org.caracal.training.Job;
import org.caracal.training.RunResult;
import org.osgi.service.event.Event;

/** Shows what happens in a run. Called by one thread at a time. */
interface RunView {
  /** A job is about to start. */
  void begin(Job job);

  /** One of the events of training. */
  void show(Event event);

  /** The run has ended. */
  void end(RunResult result);

  /** There is no run: the job cannot be read or started. */
  void refuse(CaracalException failure);
}
