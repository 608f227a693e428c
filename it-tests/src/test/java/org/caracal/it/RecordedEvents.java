package org.caracal.it;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.caracal.event.Topics;
import org.caracal.testing.Container;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventConstants;
import org.osgi.service.event.EventHandler;

/** An event handler that remembers what it got. */
final class RecordedEvents implements EventHandler {
  private final List<Event> events = new CopyOnWriteArrayList<>();

  /** Registers a handler for topics. */
  static RecordedEvents of(Container container, String... topics) {
    var recorded = new RecordedEvents();
    container.register(EventHandler.class, recorded, Map.of(EventConstants.EVENT_TOPIC, topics));
    return recorded;
  }

  /** Registers a handler for the end of each step. */
  static RecordedEvents ofSteps(Container container) {
    return of(container, Topics.STEP_FINISHED);
  }

  @Override
  public void handleEvent(Event event) {
    events.add(event);
  }

  List<Event> all() {
    return events;
  }

  /** The values of one property, in order. */
  <T> List<T> values(Class<T> type, String property) {
    return events.stream().map(event -> type.cast(event.getProperty(property))).toList();
  }
}
