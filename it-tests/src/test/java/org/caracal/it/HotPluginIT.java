package org.caracal.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.caracal.PluginException;
import org.caracal.event.LayerListener;
import org.caracal.event.Properties;
import org.caracal.event.Topics;
import org.caracal.plugin.PluginCatalog;
import org.caracal.testing.Container;
import org.caracal.training.Run;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A layer comes, changes and goes while jobs train. */
class HotPluginIT {
  private static final Path MISH = Bundles.EXAMPLES.resolve("mish-layer.jar");

  @TempDir Path folder;

  @Test
  void aMissingLayerNamesTheCapabilityAndWhoProvidesIt() {
    try (var container = Bundles.javaOnly().start()) {
      assertMissing(
          container, "no bundle provides the capability org.caracal.plugin;kind=layer;name=mish");
      var bundle = container.install(MISH);
      assertMissing(
          container,
          "the capability org.caracal.plugin;kind=layer;name=mish is provided by mish-layer 1.0.0");
      container.start(bundle);
      Jobs.stop(startMish(container, "mish"));
      container.stop(bundle);
      assertMissing(container, "mish-layer 1.0.0, which is not started");
    }
  }

  private static void assertMissing(Container container, String expected) {
    var failure = assertThrows(PluginException.class, () -> startMish(container, "mish"));
    assertTrue(failure.getMessage().contains("there is no layer 'mish'"), failure.getMessage());
    assertTrue(failure.getMessage().contains(expected), failure.getMessage());
  }

  @Test
  void layersComeAndChangeWhileJobsTrain() {
    try (var container = Bundles.javaOnly().start()) {
      var arrivals = RecordedEvents.of(container, Topics.PLUGIN_ARRIVED, Topics.PLUGIN_LEFT);
      var first = Jobs.start(container, Jobs.endless(container), Jobs.on("java"));
      Container.await("the first steps", () -> first.step() > 5);

      var loaders = new ClassLoaders();
      var bundle = container.install(MISH);
      var began = System.nanoTime();
      container.start(bundle);
      Container.await(
          "the layer", () -> !container.service(PluginCatalog.class).find("mish").isEmpty());
      var found = Duration.ofNanos(System.nanoTime() - began);
      var second = startMish(container, "mish");
      Container.await("a step", () -> second.step() > 0);
      System.out.printf(
          "layer found after %d ms, first step with it after %d ms%n",
          found.toMillis(), Duration.ofNanos(System.nanoTime() - began).toMillis());
      assertTrue(found.compareTo(Duration.ofSeconds(1)) < 0, found.toString());
      assertEquals("mish-layer/1.0.0", bundleOfMish(container, second));
      loaders.add(bundle);

      container.update(bundle, Rewritten.version(MISH, "2.0.0", folder));
      var third = startMish(container, "mish");
      assertEquals("mish-layer/2.0.0", bundleOfMish(container, third));
      assertEquals("mish-layer/1.0.0", bundleOfMish(container, second));
      loaders.add(bundle);

      container.uninstall(bundle);
      container.refresh();
      assertThrows(PluginException.class, () -> startMish(container, "mish"));
      assertEquals("mish-layer/2.0.0", bundleOfMish(container, third));
      assertEquals("mish-layer/1.0.0", bundleOfMish(container, second));

      Jobs.stop(second);
      Jobs.stop(third);
      loaders.awaitAtMost(0);
      var step = first.step();
      Container.await("the first run to go on", () -> first.step() > step);
      Jobs.stop(first);
      assertEquals(4, arrivals.all().size());
      assertEquals("mish", arrivals.all().get(0).getProperty(Properties.TYPE));
    }
  }

  @Test
  void twoVersionsAreUsedSideBySide() {
    try (var container = Bundles.javaOnly().start()) {
      Bundles.add(container, MISH);
      Bundles.add(container, Rewritten.version(MISH, "2.0.0", folder));
      var newest = startMish(container, "mish");
      var older = startMish(container, "'mish@[1,2)'");
      assertEquals("mish-layer/2.0.0", bundleOfMish(container, newest));
      assertEquals("mish-layer/1.0.0", bundleOfMish(container, older));
      Jobs.stop(newest);
      Jobs.stop(older);
      var failure = assertThrows(PluginException.class, () -> startMish(container, "'mish@[3,4)'"));
      assertTrue(
          failure.getMessage().contains("there is no layer 'mish' of version [3,4), only 2.0.0"),
          failure.getMessage());
    }
  }

  private static Run startMish(Container container, String mish) {
    var job =
        Jobs.digits(
            container,
            Map.of(
                "training.epochs",
                "1000000",
                "model.sequential",
                "[dense: {units: 16}, " + mish + ", dense: {units: 10}]"));
    return Jobs.start(container, job, Jobs.on("java"));
  }

  /** Which bundle computes the mish layer of a run, as its events tell. */
  private static String bundleOfMish(Container container, Run run) {
    var bundles = new ConcurrentLinkedQueue<String>();
    var listener =
        Listeners.forward(
            event -> {
              if (event.run().equals(run.id()) && event.type().equals("mish")) {
                bundles.add(event.bundle());
              }
            });
    var registration = container.register(LayerListener.class, listener, Map.of());
    Container.await("an event of mish", () -> !bundles.isEmpty());
    registration.unregister();
    return bundles.peek();
  }
}
