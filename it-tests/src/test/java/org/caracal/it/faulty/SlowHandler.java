package org.caracal.it.faulty;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.caracal.event.Topics;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventHandler;
import org.osgi.service.event.propertytypes.EventTopics;

/** Sleeps for six seconds, once. */
@Component
@EventTopics(Topics.STEP_FINISHED)
public final class SlowHandler implements EventHandler {
  private final AtomicBoolean slept = new AtomicBoolean();

  @Override
  public void handleEvent(Event event) {
    if (slept.compareAndSet(false, true)) {
      try {
        TimeUnit.SECONDS.sleep(6);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
