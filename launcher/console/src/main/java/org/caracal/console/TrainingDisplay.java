package org.caracal.console;

import java.util.Map;
import org.caracal.CaracalException;
import org.caracal.training.Job;
import org.caracal.training.RunResult;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventConstants;
import org.osgi.service.event.EventHandler;

/**
 * Brings the events of training to a view: no more than a listener among others. Events come on the
 * thread that trains, the beginning and the end on the command's; the lock keeps them apart.
 */
final class TrainingDisplay implements EventHandler, AutoCloseable {
  private final RunView view;
  private final ServiceRegistration<EventHandler> registration;

  TrainingDisplay(BundleContext context, RunView view) {
    this.view = view;
    var topics = view.topics().toArray(String[]::new);
    var properties = Map.<String, Object>of(EventConstants.EVENT_TOPIC, topics);
    registration =
        context.registerService(EventHandler.class, this, FrameworkUtil.asDictionary(properties));
  }

  synchronized void begin(Job job) {
    view.begin(job);
  }

  synchronized void end(RunResult result) {
    view.end(result);
  }

  synchronized void refuse(CaracalException failure) {
    view.refuse(failure);
  }

  @Override
  public synchronized void handleEvent(Event event) {
    view.show(event);
  }

  @Override
  public void close() {
    registration.unregister();
  }
}
