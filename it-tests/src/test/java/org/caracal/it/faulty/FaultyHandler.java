package org.caracal.it.faulty;

import org.caracal.event.Topics;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventHandler;
import org.osgi.service.event.propertytypes.EventTopics;

/** Throws at each step. */
@Component
@EventTopics(Topics.STEP_FINISHED)
public final class FaultyHandler implements EventHandler {
  @Override
  public void handleEvent(Event event) {
    throw new IllegalStateException("no mood");
  }
}
