package org.caracal.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.caracal.event.LayerEvent;
import org.caracal.event.LayerListener;
import org.caracal.event.Properties;
import org.caracal.event.Topics;
import org.caracal.testing.Container;
import org.junit.jupiter.api.Test;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventConstants;
import org.osgi.service.event.EventHandler;

class ListenerIT {
  @Test
  void activationsAndGradientsOfOneLayerArrive() {
    try (var container = Bundles.felix().start()) {
      var seen = new java.util.ArrayList<String>();
      container.register(
          EventHandler.class,
          event -> {
            var layer = LayerEvent.of(event::getProperty);
            seen.add(
                event.getTopic() + " " + layer.layer() + " " + layer.value().shape().extent(1));
          },
          Map.of(
              EventConstants.EVENT_TOPIC,
              new String[] {Topics.LAYER_FORWARD, Topics.LAYER_BACKWARD},
              EventConstants.EVENT_FILTER,
              "(layer=dense_1)"));
      var steps =
          Jobs.finish(Jobs.start(container, Jobs.digits(container, oneEpoch()), Jobs.on("java")))
              .steps();
      assertEquals(2 * steps, seen.size());
      var units = seen.get(0).substring(seen.get(0).lastIndexOf(' ') + 1);
      assertEquals(
          List.of(
              Topics.LAYER_FORWARD + " dense_1 " + units,
              Topics.LAYER_BACKWARD + " dense_1 " + units),
          seen.subList(0, 2));
    }
  }

  @Test
  void throwingAndDawdlingListenersChangeNothing() {
    try (var container = Bundles.felix().start()) {
      var undisturbed = losses(container);
      var reports = RecordedEvents.of(container, Topics.LISTENER_REPORTED);
      container.register(
          LayerListener.class,
          new LayerListener() {
            @Override
            public void forward(LayerEvent event) {
              throw new IllegalStateException("always");
            }
          },
          Map.of());
      var slept = new AtomicBoolean();
      EventHandler dawdler =
          event -> {
            if (slept.compareAndSet(false, true)) {
              sleep(6000);
            }
          };
      container.register(
          EventHandler.class, dawdler, Map.of(EventConstants.EVENT_TOPIC, Topics.STEP_FINISHED));
      assertEquals(undisturbed, losses(container));
      Container.await("two reports", () -> reports.all().size() >= 2);
      assertEquals(2, reports.all().size(), () -> messages(reports.all()).toString());
      assertTrue(messages(reports.all()).stream().anyMatch(message -> message.contains("always")));
    }
  }

  private static List<String> messages(List<Event> reports) {
    return reports.stream()
        .map(event -> String.valueOf(event.getProperty(Properties.MESSAGE)))
        .toList();
  }

  private static List<Double> losses(Container container) {
    var steps = RecordedEvents.ofSteps(container);
    Jobs.finish(Jobs.start(container, Jobs.digits(container, oneEpoch()), Jobs.on("java")));
    return steps.values(Double.class, Properties.LOSS);
  }

  private static Map<String, String> oneEpoch() {
    return Map.of("training.epochs", "1");
  }

  private static void sleep(long milliseconds) {
    try {
      Thread.sleep(milliseconds);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
