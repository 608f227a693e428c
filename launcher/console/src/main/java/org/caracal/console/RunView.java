package org.caracal.console;

import org.caracal.training.Job;
import org.caracal.training.RunResult;
import org.osgi.service.event.Event;

/** Shows what happens in a run. Called by one thread at a time. */
interface RunView {
  void begin(Job job);

  void show(Event event);

  void end(RunResult result);
}
