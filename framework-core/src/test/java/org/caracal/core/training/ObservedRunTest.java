package org.caracal.core.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.caracal.event.LayerEvent;
import org.caracal.event.Properties;
import org.caracal.event.Topics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.ServiceReference;
import org.osgi.service.event.EventHandler;

/** Listening to layers tells what is computed, and changes nothing of it. */
class ObservedRunTest {
  private static final List<String> LAYERS =
      List.of("dense_1", "center_1", "relu_1", "dropout_1", "dense_2");

  @TempDir Path folder;

  @Test
  void everyLayerTellsOfEveryStepInOrder() {
    var runs = TestRuns.onTwoBackends();
    var told = new ArrayList<String>();
    runs.events.handle(
        event -> {
          var layer = LayerEvent.of(event::getProperty);
          var direction = event.getTopic().equals(Topics.LAYER_FORWARD) ? "> " : "< ";
          told.add(layer.step() + direction + layer.layer());
          assertEquals((int) ((layer.step() - 1) / 6) + 1, layer.epoch());
          assertEquals(layer.step() % 6 == 0 ? 5 : 8, layer.value().shape().extent(0));
          assertTrue(Arrays.stream(layer.value().toDoubles()).allMatch(Double::isFinite));
          assertThrows(UnsupportedOperationException.class, () -> layer.value().elements());
        },
        Topics.PREFIX + "layer/*");
    runs.train(SmallJob.of(2), TestRuns.options());
    var expected = new ArrayList<String>();
    for (var step = 1; step <= 12; step++) {
      var number = step;
      var backward = new ArrayList<>(LAYERS);
      Collections.reverse(backward);
      Stream.concat(
              LAYERS.stream().map(layer -> number + "> " + layer),
              backward.stream().map(layer -> number + "< " + layer))
          .forEach(expected::add);
    }
    assertEquals(expected, told);
    assertEquals(List.of(), runs.events.publisher().reports(), "failed assertions");
  }

  @Test
  void listeningChangesNothing() {
    var runs = TestRuns.onTwoBackends();
    runs.train(SmallJob.of(3), TestRuns.saving(folder.resolve("unobserved")));
    var observed = TestRuns.onTwoBackends();
    observed.events.record(Topics.PREFIX + "*");
    observed.train(SmallJob.of(3), TestRuns.saving(folder.resolve("observed")));
    SameState.check(
        SmallJob.last(folder.resolve("unobserved")), SmallJob.last(folder.resolve("observed")), "");
  }

  /** Listeners that come and go between steps, and in their middle. */
  @Test
  void comingAndGoingChangesNothing() {
    TestRuns.onTwoBackends().train(SmallJob.of(3), TestRuns.saving(folder.resolve("unobserved")));
    var runs = TestRuns.onTwoBackends();
    var seen = new ArrayList<Long>();
    runs.events.handle(
        event -> {
          if ((Long) event.getProperty(Properties.STEP) % 4 == 0) {
            var itself = new ArrayList<ServiceReference<?>>();
            var reference =
                runs.events.handle(
                    layer -> {
                      seen.add((Long) layer.getProperty(Properties.STEP));
                      if (seen.size() % 7 == 0) {
                        remove(runs, itself);
                      }
                    },
                    Topics.PREFIX + "layer/*");
            itself.add(reference);
          }
        },
        Topics.STEP_FINISHED);
    runs.train(SmallJob.of(3), TestRuns.saving(folder.resolve("observed")));
    assertTrue(seen.size() > 10, seen::toString);
    SameState.check(
        SmallJob.last(folder.resolve("unobserved")), SmallJob.last(folder.resolve("observed")), "");
  }

  @SuppressWarnings("unchecked") // handlers are what handle() returns
  private static void remove(TestRuns runs, List<ServiceReference<?>> handlers) {
    handlers.forEach(handler -> runs.events.remove((ServiceReference<EventHandler>) handler));
  }

  /** Those of a listener that throws are none of the run's business. */
  @Test
  void aListenerThatThrowsHarmsNobody() {
    var runs = TestRuns.onTwoBackends();
    runs.events.handle(
        event -> {
          throw new NoClassDefFoundError("in a listener");
        },
        "*");
    assertEquals(12, runs.train(SmallJob.of(2), TestRuns.options()).steps());
    assertEquals(1, runs.events.publisher().reports().size());
  }
}
