package org.caracal.it;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.caracal.array.NdArray;
import org.caracal.array.Shape;
import org.caracal.event.Properties;
import org.caracal.event.Topics;
import org.caracal.model.ModelStore;
import org.caracal.testing.Container;
import org.caracal.training.RunOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.service.cm.ConfigurationAdmin;

class SwapIT {
  @TempDir Path folder;

  @Test
  void swappingEveryTenStepsChangesNothing() {
    try (var container = Bundles.felix().start()) {
      var job = Jobs.digits(container, Map.of("training.epochs", "5"));
      var plain = folder.resolve("plain");
      var steps = Jobs.finish(Jobs.start(container, job, Jobs.on("java", plain))).steps();

      var recorded = RecordedEvents.ofSteps(container);
      var swaps = RecordedEvents.of(container, Topics.BACKEND_SWAPPED);
      var swapped = folder.resolve("swapped");
      var options = new RunOptions("java", 0, Optional.of(swapped), Optional.empty(), 10);
      Jobs.finish(Jobs.start(container, job, options));

      assertEquals(
          LongStream.rangeClosed(1, steps).boxed().toList(),
          recorded.values(Long.class, Properties.STEP),
          "no step is lost or repeated");
      assertEquals((steps - 1) / 10, swaps.all().size());
      assertEquals("native", swaps.all().get(0).getProperty(Properties.TO));
      assertEquals("java", swaps.all().get(1).getProperty(Properties.TO));
      assertArrayEquals(logits(container, plain), logits(container, swapped), 1e-2);
      var median =
          swaps.values(Long.class, Properties.NANOSECONDS).stream()
              .sorted()
              .skip(swaps.all().size() / 2)
              .findFirst();
      System.out.printf("median swap pause %.2f ms%n", median.orElseThrow() / 1e6);
    }
  }

  @Test
  void configAdminSwaps() throws Exception {
    try (var container = Bundles.felix().start()) {
      var run =
          Jobs.start(
              container,
              Jobs.digits(container, Map.of("training.epochs", "2000")),
              Jobs.on("auto"));
      Container.await(
          "the preferred backend", () -> run.step() > 5 && run.backend().name().equals("native"));
      Dictionary<String, Object> properties = new Hashtable<>(Map.of("backend", "java"));
      container
          .service(ConfigurationAdmin.class)
          .getConfiguration("org.caracal.training", "?")
          .update(properties);
      Container.await("a swap to java", () -> run.backend().name().equals("java"));
      run.useBackend("native");
      Container.await("a swap to native", () -> run.backend().name().equals("native"));
      var step = run.step();
      Container.await("another step", () -> run.step() > step);
      run.stop();
      assertTrue(Jobs.finish(run).steps() > step);
    }
  }

  private static double[] logits(Container container, Path checkpoints) {
    try (var predictor =
        container.service(ModelStore.class).load(checkpoints, RunOptions.DEFAULT)) {
      var input = predictor.model().inputs().get(0);
      var pixels = new float[64];
      for (var i = 0; i < pixels.length; i++) {
        pixels[i] = i % 17;
      }
      var outputs = predictor.predict(Map.of(input.name(), NdArray.of(Shape.of(1, 64), pixels)));
      return outputs.values().iterator().next().toDoubles();
    }
  }
}
