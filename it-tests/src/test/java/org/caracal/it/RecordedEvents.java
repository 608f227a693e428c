package org.caracal.it;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.caracal.event.Topics;
import org.caracal.testing.Container;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventConstants;
import org.osgi.service.event.EventHandler;

/** What an event handler got from its registration until it is closed. */
final class RecordedEvents implements AutoCloseable {
  private final List<Event> events = new CopyOnWriteArrayList<>();
  private final ServiceRegistration<EventHandler> registration;

  private RecordedEvents(Container container, String... topics) {
    registration =
        container.register(
            EventHandler.class, events::add, Map.of(EventConstants.EVENT_TOPIC, topics));
  }

  /** Registers a handler for topics. */
  static RecordedEvents of(Container container, String... topics) {
    return new RecordedEvents(container, topics);
  }

  /** Registers a handler for the end of each step. */
  static RecordedEvents ofSteps(Container container) {
    return of(container, Topics.STEP_FINISHED);
  }

  List<Event> all() {
    return events;
  }

  /** The values of one property, in order. */
  <T> List<T> values(Class<T> type, String property) {
    return events.stream().map(event -> type.cast(event.getProperty(property))).toList();
  }

  @Override
  public void close() {
    registration.unregister();
  }
}
