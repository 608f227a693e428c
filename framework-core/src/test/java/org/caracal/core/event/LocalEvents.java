package org.caracal.core.event;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventAdmin;
import org.osgi.service.event.EventConstants;
import org.osgi.service.event.EventHandler;

/**
 * A publisher with an Event Admin of its own that needs no container: it delivers on the thread of
 * the sender, and what a handler throws is caught and told to the log, as the specification has it.
 * Container tests use the real one.
 */
public final class LocalEvents implements EventAdmin {
  private final Map<ServiceReference<EventHandler>, EventHandler> handlers = new LinkedHashMap<>();
  private final List<Event> posted = new CopyOnWriteArrayList<>();
  private final EventPublisher publisher;
  private long nextId = 100;

  /** Events whose listeners are reported after a limit. */
  @SuppressWarnings("unchecked")
  public LocalEvents(Duration limit) {
    var context = mock(BundleContext.class);
    when(context.getService(any(ServiceReference.class)))
        .thenAnswer(call -> handlers.get(call.getArgument(0)));
    publisher = new EventPublisher(Optional.of(context), limit);
    publisher.setAdmin(this);
  }

  /** Events whose listeners are hardly ever reported. */
  public LocalEvents() {
    this(Duration.ofMinutes(5));
  }

  /** The publisher. */
  public EventPublisher publisher() {
    return publisher;
  }

  /** Registers a handler. */
  @SuppressWarnings("unchecked")
  public ServiceReference<EventHandler> handle(EventHandler handler, String... topics) {
    var reference = (ServiceReference<EventHandler>) mock(ServiceReference.class);
    when(reference.getProperty(EventConstants.EVENT_TOPIC)).thenReturn(topics);
    when(reference.getProperty("service.id")).thenReturn(nextId++);
    handlers.put(reference, handler);
    publisher.addHandler(reference);
    return reference;
  }

  /** Unregisters a handler. */
  public void remove(ServiceReference<EventHandler> handler) {
    publisher.removeHandler(handler);
    handlers.remove(handler);
  }

  /** Remembers all events of some topics. */
  public List<Event> record(String... topics) {
    var events = new CopyOnWriteArrayList<Event>();
    handle(events::add, topics);
    return events;
  }

  /** What was posted, not sent. */
  public List<Event> posted() {
    return posted;
  }

  @Override
  public void sendEvent(Event event) {
    for (var entry : List.copyOf(handlers.entrySet())) {
      for (var topic : (String[]) entry.getKey().getProperty(EventConstants.EVENT_TOPIC)) {
        if (topic.equals(event.getTopic())
            || (topic.endsWith("*")
                && event.getTopic().startsWith(topic.substring(0, topic.length() - 1)))) {
          deliver(entry.getKey(), entry.getValue(), event);
          break;
        }
      }
    }
  }

  private void deliver(
      ServiceReference<EventHandler> reference, EventHandler handler, Event event) {
    try {
      handler.handleEvent(event);
    } catch (Throwable e) {
      publisher.threw(reference, e);
    }
  }

  @Override
  public void postEvent(Event event) {
    posted.add(event);
  }
}
