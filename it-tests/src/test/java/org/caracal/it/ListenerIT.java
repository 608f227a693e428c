package org.caracal.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.caracal.event.LayerEvent;
import org.caracal.event.LayerListener;
import org.caracal.event.Properties;
import org.caracal.event.Topics;
import org.caracal.it.faulty.FaultyHandler;
import org.caracal.it.faulty.FaultyListener;
import org.caracal.it.faulty.SlowHandler;
import org.caracal.testing.BundleFile;
import org.caracal.testing.Container;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventConstants;
import org.osgi.service.event.EventHandler;

/** Any bundle may listen, and none can do harm. */
class ListenerIT {
  @TempDir Path folder;

  @Test
  void aHandlerSeesActivationsAndGradientsOfOneLayer() {
    try (var container = Bundles.javaOnly().start()) {
      var seen = new ArrayList<String>();
      EventHandler handler =
          event -> {
            var layer = LayerEvent.of(event::getProperty);
            assertTrue(isFinite(layer));
            seen.add(event.getTopic() + " " + layer.step() + " " + layer.value().shape());
          };
      container.register(
          EventHandler.class,
          handler,
          Map.of(
              EventConstants.EVENT_TOPIC,
              new String[] {Topics.LAYER_FORWARD, Topics.LAYER_BACKWARD},
              EventConstants.EVENT_FILTER,
              "(layer=dense_1)"));
      var job =
          Jobs.digits(
              container,
              Map.of(
                  "training.epochs",
                  "1",
                  "model.sequential",
                  "[dense: {units: 7}, tanh, dense: {units: 10}]"));
      var steps = Jobs.finish(Jobs.start(container, job, Jobs.on("java"))).steps();
      assertEquals(2 * steps, seen.size());
      assertEquals(Topics.LAYER_FORWARD + " 1 [32, 7]", seen.get(0));
      assertEquals(Topics.LAYER_BACKWARD + " 1 [32, 7]", seen.get(1));
      assertEquals(Topics.LAYER_FORWARD + " 2 [32, 7]", seen.get(2));
    }
  }

  @Test
  void aWhiteboardListenerSeesTheLayersOfItsPatterns() {
    try (var container = Bundles.javaOnly().start()) {
      var seen = new ArrayList<String>();
      var listener =
          new LayerListener() {
            @Override
            public void forward(LayerEvent event) {
              seen.add("forward " + event.layer());
            }

            @Override
            public void backward(LayerEvent event) {
              seen.add("backward " + event.layer());
            }
          };
      container.register(
          LayerListener.class,
          listener,
          Map.of(LayerListener.LAYERS, new String[] {"relu_*", "head/**"}));
      var job =
          Jobs.digits(
              container,
              Map.of(
                  "training.epochs",
                  "1",
                  "training.batchSize",
                  "1797",
                  "model.sequential",
                  "[dense: {units: 7}, relu, {name: head, sequential: [tanh, dense: {units:"
                      + " 10}]}]"));
      Jobs.finish(Jobs.start(container, job, Jobs.on("java")));
      assertEquals(
          List.of(
              "forward relu_1",
              "forward head/tanh_1",
              "forward head/dense_1",
              "backward head/dense_1",
              "backward head/tanh_1",
              "backward relu_1"),
          seen);
    }
  }

  @Test
  void listenersThatThrowAndDawdleAreReportedOnceAndChangeNothing() {
    try (var container = Bundles.javaOnly().start()) {
      var undisturbed = losses(container);
      var reports = RecordedEvents.of(container, Topics.LISTENER_REPORTED);
      Bundles.add(
          container,
          BundleFile.named("com.example.faulty")
              .with(FaultyHandler.class, FaultyListener.class, SlowHandler.class)
              .in(folder));
      assertEquals(undisturbed, losses(container));
      Container.await("three reports", () -> reports.all().size() >= 3);
      var messages = reports.all().stream().map(ListenerIT::report).sorted().toList();
      assertEquals(3, messages.size(), messages.toString());
      var handler = "EventHandler of bundle com.example.faulty 1.0.0 ";
      assertTrue(messages.get(0).startsWith(handler + "dawdles at "), messages.toString());
      assertEquals(handler + "threw java.lang.IllegalStateException: no mood", messages.get(1));
      assertTrue(
          messages.get(2).startsWith("LayerListener " + FaultyListener.class.getName() + " threw"),
          messages.toString());
    }
  }

  private static String report(Event event) {
    var listener = event.getProperty(Properties.LISTENER).toString().replaceAll("\\d+ of", "of");
    return listener + " " + event.getProperty(Properties.MESSAGE);
  }

  /** A run ignores interrupts, or a handler could keep it from saving. */
  @Test
  void aHandlerThatInterruptsChangesNothing() {
    try (var container = Bundles.javaOnly().start()) {
      var undisturbed = losses(container);
      EventHandler handler = event -> Thread.currentThread().interrupt();
      container.register(
          EventHandler.class, handler, Map.of(EventConstants.EVENT_TOPIC, Topics.PREFIX + "*"));
      container.register(
          LayerListener.class,
          Listeners.backward(() -> Thread.currentThread().interrupt()),
          Map.of());
      assertEquals(undisturbed, losses(container));
      var result =
          Jobs.finish(
              Jobs.start(
                  container,
                  Jobs.digits(container, Map.of("training.epochs", "3")),
                  Jobs.on("java", folder.resolve("checkpoints"))));
      assertTrue(Checkpoints.tensors(result.checkpoint().orElseThrow()).size() > 0);
    }
  }

  /** Requests from the thread that trains take effect after the step. */
  @Test
  void aHandlerMayPauseResumeSwapAndStop() {
    try (var container = Bundles.withBackend("twin", 0, folder)) {
      var order = Collections.synchronizedList(new ArrayList<String>());
      var steps = new AtomicInteger();
      var events = RecordedEvents.of(container, Topics.PREFIX + "*");
      EventHandler handler =
          event -> {
            var run = Jobs.run(container, event);
            switch (steps.incrementAndGet()) {
              case 3 -> run.useBackend("twin");
              case 5 -> run.pause();
              case 8 -> run.stop();
              default -> {}
            }
          };
      container.register(
          EventHandler.class, handler, Map.of(EventConstants.EVENT_TOPIC, Topics.STEP_FINISHED));
      var run = Jobs.start(container, Jobs.endless(container), Jobs.on("java"));
      Container.await("the pause", () -> run.state() == org.caracal.training.Run.State.PAUSED);
      assertEquals(5, run.step());
      run.resume();
      assertEquals(8, Jobs.end(run).steps());
      events.all().stream()
          .filter(event -> !event.getTopic().contains("/layer/"))
          .map(ListenerIT::brief)
          .forEach(order::add);
      assertEquals(
          List.of(
              "run/STARTED 0",
              "epoch/STARTED 0",
              "step/FINISHED 1",
              "step/FINISHED 2",
              "step/FINISHED 3",
              "backend/SWAPPED 3",
              "step/FINISHED 4",
              "step/FINISHED 5",
              "run/PAUSED 5",
              "run/RESUMED 5",
              "step/FINISHED 6",
              "step/FINISHED 7",
              "step/FINISHED 8",
              "run/FINISHED 8"),
          order);
    }
  }

  private static String brief(Event event) {
    return event.getTopic().substring(Topics.PREFIX.length())
        + " "
        + event.getProperty(Properties.STEP);
  }

  private static boolean isFinite(LayerEvent event) {
    for (var i = 0; i < event.value().size(); i++) {
      if (!Double.isFinite(event.value().getDouble(i))) {
        return false;
      }
    }
    return true;
  }

  private static List<Double> losses(Container container) {
    try (var steps = RecordedEvents.ofSteps(container)) {
      var job = Jobs.digits(container, Map.of("training.epochs", "1"));
      Jobs.finish(Jobs.start(container, job, Jobs.on("java")));
      return steps.values(Double.class, Properties.LOSS);
    }
  }
}
