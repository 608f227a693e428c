package org.caracal.core.event;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.caracal.event.LayerEvent;
import org.caracal.event.LayerListener;

/** Publishers of events that need no container. */
public final class Publishers {
  private Publishers() {}

  /** A publisher to whom nobody listens. */
  public static EventPublisher silent() {
    return new EventPublisher(Optional.empty(), Duration.ofMinutes(1));
  }

  /** A publisher with one whiteboard listener, which does nothing with what it is told. */
  public static EventPublisher heard() {
    var publisher = silent();
    publisher.addListener(
        new LayerListener() {
          @Override
          public void forward(LayerEvent event) {}

          @Override
          public void backward(LayerEvent event) {}
        },
        Map.of());
    return publisher;
  }
}
