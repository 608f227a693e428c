package org.caracal.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import org.caracal.CaracalException;
import org.caracal.event.LayerEvent;
import org.caracal.event.LayerListener;
import org.caracal.plugin.PluginCatalog;
import org.caracal.testing.Container;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HotPluginIT {
  private static final Path MISH = Bundles.EXAMPLES.resolve("mish-layer.jar");
  private static final Map<String, String> WITH_MISH =
      Map.of(
          "training.epochs",
          "100000",
          "model.sequential",
          "[dense: {units: 16}, mish, dense: {units: 10}]");

  @TempDir Path folder;

  @Test
  void aMissingLayerNamesTheCapability() {
    try (var container = Bundles.felix().start()) {
      var failure =
          assertThrows(
              CaracalException.class,
              () -> Jobs.start(container, Jobs.digits(container, WITH_MISH), Jobs.on("java")));
      assertTrue(failure.getMessage().contains("mish"), failure.getMessage());
      assertTrue(failure.getMessage().contains("org.caracal.plugin"), failure.getMessage());
    }
  }

  @Test
  void layersComeAndChangeWhileJobsTrain() throws IOException {
    try (var container = Bundles.felix().start()) {
      var first =
          Jobs.start(
              container,
              Jobs.digits(container, Map.of("training.epochs", "100000")),
              Jobs.on("java"));
      Container.await("the first steps", () -> first.step() > 5);

      var bundle = container.install(MISH);
      container.start(bundle);
      var started = System.nanoTime();
      Container.await(
          "the layer", () -> !container.service(PluginCatalog.class).find("mish").isEmpty());
      var second = Jobs.start(container, Jobs.digits(container, WITH_MISH), Jobs.on("java"));
      Container.await("the second job", () -> second.step() > 0);
      assertTrue(System.nanoTime() - started < Duration.ofSeconds(10).toNanos());
      assertEquals("mish-layer/1.0.0", bundleOfMish(container, second.id()));

      container.update(bundle, withVersion("2.0.0"));
      Container.await(
          "the new version",
          () ->
              container.service(PluginCatalog.class).find("mish").stream()
                  .anyMatch(plugin -> plugin.version().equals("2.0.0")));
      var third = Jobs.start(container, Jobs.digits(container, WITH_MISH), Jobs.on("java"));
      Container.await("the third job", () -> third.step() > 0);
      assertEquals("mish-layer/2.0.0", bundleOfMish(container, third.id()));
      assertEquals("mish-layer/1.0.0", bundleOfMish(container, second.id()));

      for (var run : List.of(first, second, third)) {
        run.stop();
        Jobs.finish(run);
      }
    }
  }

  /** Which bundle computes the mish layer of a run, as its events tell. */
  private static String bundleOfMish(Container container, String run) {
    var bundles = new java.util.concurrent.ConcurrentLinkedQueue<String>();
    var registration =
        container.register(
            LayerListener.class,
            new LayerListener() {
              @Override
              public void forward(LayerEvent event) {
                if (event.run().equals(run) && event.type().equals("mish")) {
                  bundles.add(event.bundle());
                }
              }
            },
            Map.of());
    Container.await("an event of mish", () -> !bundles.isEmpty());
    registration.unregister();
    return bundles.peek();
  }

  /** The bundle with another version. */
  private Path withVersion(String version) throws IOException {
    var copy = folder.resolve("mish-layer-" + version + ".jar");
    try (var jar = new JarFile(MISH.toFile())) {
      var manifest = jar.getManifest();
      manifest.getMainAttributes().putValue("Bundle-Version", version);
      try (var out = new JarOutputStream(Files.newOutputStream(copy), manifest)) {
        for (var entry :
            jar.stream().filter(entry -> !entry.getName().equals(JarFile.MANIFEST_NAME)).toList()) {
          out.putNextEntry(new JarEntry(entry.getName()));
          jar.getInputStream(entry).transferTo(out);
        }
      }
    }
    return copy;
  }
}
