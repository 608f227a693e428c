package org.caracal.core.event;

import java.util.Map;
import org.caracal.event.LayerEvent;

/**
 * Through which one run publishes. Used by one thread at a time. Ask {@link #wanted} or {@link
 * #layersWanted} first: they cost a volatile read, and what nobody wants need not be built.
 */
public final class EventChannel implements AutoCloseable {
  private final EventPublisher publisher;
  private final ListenerWatch.Call call;

  EventChannel(EventPublisher publisher, ListenerWatch.Call call) {
    this.publisher = publisher;
    this.call = call;
  }

  /** Whether somebody listens to the topic. */
  public boolean wanted(Topic topic) {
    return publisher.wanted(topic);
  }

  /** Whether somebody listens to layers, through Event Admin or directly. */
  public boolean layersWanted() {
    return publisher.layersWanted();
  }

  /** Publishes an event and returns when all handlers have. */
  public void publish(Topic topic, Map<String, Object> properties) {
    publisher.publish(call, topic, properties);
  }

  /** Publishes the output of a layer. */
  public void forward(LayerEvent event) {
    publisher.layer(call, Topic.LAYER_FORWARD, event);
  }

  /** Publishes the gradient by the output of a layer. */
  public void backward(LayerEvent event) {
    publisher.layer(call, Topic.LAYER_BACKWARD, event);
  }

  @Override
  public void close() {
    call.close();
  }
}
