package org.caracal.core.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.caracal.array.NdArray;
import org.caracal.array.Shape;
import org.caracal.event.LayerEvent;
import org.caracal.event.LayerListener;
import org.caracal.event.Properties;
import org.caracal.event.Topics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventHandler;

@Timeout(60)
class EventPublisherTest {
  private static final LayerEvent EVENT =
      new LayerEvent(
          "run-1", "m", 2, 7, "a/dense_1", "dense", "b/1.0.0", NdArray.of(Shape.of(1), 5f), 99);

  private final LocalEvents events = new LocalEvents(Duration.ofMillis(100));
  private final EventPublisher publisher = events.publisher();
  private final EventChannel channel = publisher.open();

  @Test
  void onlyWhatSomebodyListensToIsWanted() {
    assertFalse(channel.wanted(Topic.STEP_FINISHED));
    assertFalse(channel.layersWanted());
    var steps = events.handle(event -> {}, Topics.STEP_FINISHED);
    var layers = events.handle(event -> {}, Topics.PREFIX + "layer/*");
    assertTrue(channel.wanted(Topic.STEP_FINISHED));
    assertFalse(channel.wanted(Topic.EPOCH_FINISHED));
    assertTrue(channel.layersWanted());
    events.remove(steps);
    events.remove(layers);
    assertFalse(channel.wanted(Topic.STEP_FINISHED));
    assertFalse(channel.layersWanted());
  }

  @Test
  void withoutEventAdminNothingIsWantedAndNothingFails() {
    events.handle(event -> {}, "*");
    publisher.unsetAdmin(events);
    assertFalse(channel.wanted(Topic.STEP_FINISHED));
    channel.publish(Topic.STEP_FINISHED, Map.of());
    channel.forward(EVENT);
  }

  @Test
  void layerEventsAreTheSameEitherWay() {
    var direct = new ArrayList<LayerEvent>();
    publisher.addListener(collecting(direct), Map.of());
    var posted = new ArrayList<Event>();
    events.handle(posted::add, Topics.PREFIX + "layer/*");
    channel.forward(EVENT);
    channel.backward(EVENT);
    assertEquals(List.of(EVENT, EVENT), direct);
    assertEquals(
        List.of(Topics.LAYER_FORWARD, Topics.LAYER_BACKWARD),
        posted.stream().map(Event::getTopic).toList());
    posted.forEach(event -> assertEquals(EVENT, LayerEvent.of(event::getProperty)));
    assertEquals("[1]", posted.get(0).getProperty(Properties.SHAPE));
  }

  @Test
  void aListenerChoosesItsLayers() {
    var seen = new ArrayList<LayerEvent>();
    publisher.addListener(collecting(seen), Map.of(LayerListener.LAYERS, "b/**"));
    channel.forward(EVENT);
    assertEquals(List.of(), seen);
    publisher.addListener(
        collecting(seen), Map.of(LayerListener.LAYERS, new String[] {"x", "a/dense_*"}));
    channel.forward(EVENT);
    assertEquals(List.of(EVENT), seen);
  }

  @Test
  void aListenerThatIsGoneHearsNothing() {
    var seen = new ArrayList<LayerEvent>();
    var listener = collecting(seen);
    publisher.addListener(listener, Map.of());
    publisher.removeListener(listener);
    channel.forward(EVENT);
    assertEquals(List.of(), seen);
    assertFalse(channel.layersWanted());
  }

  @Test
  void aListenerThatThrowsIsReportedOnceAndHarmsNobody() {
    var seen = new ArrayList<LayerEvent>();
    var calls = new ArrayList<LayerEvent>();
    var throwing =
        new LayerListener() {
          @Override
          public void forward(LayerEvent event) {
            calls.add(event);
            throw new AssertionError("listener");
          }
        };
    publisher.addListener(throwing, Map.of());
    publisher.addListener(collecting(seen), Map.of());
    for (var i = 0; i < 3; i++) {
      channel.forward(EVENT);
    }
    assertEquals(3, seen.size());
    assertEquals(3, calls.size());
    assertEquals(1, publisher.reports().size());
    var report = publisher.reports().get(0);
    assertTrue(report.listener().contains("EventPublisherTest"), report::toString);
    assertTrue(report.message().contains("listener"), report::toString);
    assertTrue(report.message().contains("layer a/dense_1, step 7"), report::toString);
    assertEquals(1, events.posted().size());
    assertEquals(Topics.LISTENER_REPORTED, events.posted().get(0).getTopic());
    publisher.removeListener(throwing);
    publisher.addListener(throwing, Map.of());
    channel.forward(EVENT);
    assertEquals(2, publisher.reports().size(), "registered anew it is reported anew");
  }

  /** One that comes and goes for months must not fill the memory. */
  @Test
  void onlyTheLastReportsAreKept() {
    for (var i = 1; i <= 150; i++) {
      var number = i;
      var throwing =
          new LayerListener() {
            @Override
            public void forward(LayerEvent event) {
              throw new IllegalStateException("number " + number);
            }
          };
      publisher.addListener(throwing, Map.of());
      channel.forward(EVENT);
      publisher.removeListener(throwing);
    }
    var reports = publisher.reports();
    assertEquals(100, reports.size());
    assertTrue(reports.get(0).message().contains("number 51 at"), reports.get(0)::toString);
    assertTrue(reports.get(99).message().contains("number 150 at"), reports.get(99)::toString);
  }

  @Test
  void aHandlerThatThrowsIsReportedOnce() {
    events.handle(
        event -> {
          throw new IllegalStateException("handler");
        },
        "*");
    var other = events.record("*");
    for (var i = 0; i < 3; i++) {
      channel.publish(Topic.STEP_FINISHED, Map.of());
    }
    assertEquals(3, other.size());
    assertEquals(1, publisher.reports().size());
    assertTrue(publisher.reports().get(0).message().contains("handler"));
  }

  /** While it still does: one that never returns is told of, too. */
  @Test
  void aListenerThatDawdlesIsReported() throws InterruptedException {
    var go = new CountDownLatch(1);
    publisher.addListener(
        new LayerListener() {
          @Override
          public void backward(LayerEvent event) {
            await(go);
          }
        },
        Map.of());
    var training = new Thread(() -> channel.backward(EVENT));
    training.start();
    until(() -> !publisher.reports().isEmpty());
    assertTrue(training.isAlive());
    assertTrue(publisher.reports().get(0).message().contains("dawdles"));
    go.countDown();
    training.join(20_000);
    assertFalse(training.isAlive());
  }

  @Test
  void aHandlerThatDawdlesIsFoundByItsClass() throws InterruptedException {
    var go = new CountDownLatch(1);
    events.handle(new Quick(), "*");
    events.handle(new Dawdling(go), Topics.STEP_FINISHED);
    var training = new Thread(() -> channel.publish(Topic.STEP_FINISHED, Map.of()));
    training.start();
    until(() -> !publisher.reports().isEmpty());
    go.countDown();
    training.join(20_000);
    assertEquals("EventHandler 101", publisher.reports().get(0).listener());
  }

  /** Handlers in classes of their own, as handlers are. */
  private static final class Quick implements EventHandler {
    @Override
    public void handleEvent(Event event) {}
  }

  private static final class Dawdling implements EventHandler {
    private final CountDownLatch go;

    Dawdling(CountDownLatch go) {
      this.go = go;
    }

    @Override
    public void handleEvent(Event event) {
      await(go);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void until(BooleanSupplier condition) throws InterruptedException {
    while (!condition.getAsBoolean()) {
      Thread.sleep(5);
    }
  }

  private static LayerListener collecting(List<LayerEvent> seen) {
    return new LayerListener() {
      @Override
      public void forward(LayerEvent event) {
        seen.add(event);
      }

      @Override
      public void backward(LayerEvent event) {
        seen.add(event);
      }
    };
  }
}
