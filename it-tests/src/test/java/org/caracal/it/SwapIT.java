package org.caracal.it;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.caracal.SpecException;
import org.caracal.event.Properties;
import org.caracal.event.Topics;
import org.caracal.testing.Container;
import org.caracal.training.Run;
import org.caracal.training.RunOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.osgi.service.cm.ConfigurationAdmin;

/** A run moves to another backend between two steps, whoever asks for it. */
class SwapIT {
  private static final String TWIN = "twin";

  @TempDir Path folder;

  static Stream<String> others() {
    return Stream.concat(Stream.of(TWIN), Bundles.otherBackends());
  }

  /**
   * Two backends of the same kernels must agree to the last bit, others within 1e-3 of the largest
   * value of a parameter.
   */
  @ParameterizedTest
  @MethodSource("others")
  void swappingEveryTenStepsLosesNothing(String other) {
    try (var container = Bundles.withBackend(other, 0, folder)) {
      var job = Jobs.digits(container, Map.of("training.epochs", "5"));
      var plain = Jobs.finish(Jobs.start(container, job, Jobs.on("java", folder.resolve("plain"))));

      var steps = RecordedEvents.ofSteps(container);
      var swaps = RecordedEvents.of(container, Topics.BACKEND_SWAPPED);
      var options =
          new RunOptions("java", 0, Optional.of(folder.resolve("swapped")), Optional.empty(), 10);
      var swapped = Jobs.finish(Jobs.start(container, job, options));

      assertEquals(
          LongStream.rangeClosed(1, plain.steps()).boxed().toList(),
          steps.values(Long.class, Properties.STEP),
          "no step is lost or repeated");
      assertEquals(plain.steps() / 10, swaps.all().size());
      for (var i = 0; i < swaps.all().size(); i++) {
        assertEquals(i % 2 == 0 ? "java" : other, swaps.all().get(i).getProperty(Properties.FROM));
        assertEquals(i % 2 == 0 ? other : "java", swaps.all().get(i).getProperty(Properties.TO));
        assertEquals(10L * (i + 1), swaps.all().get(i).getProperty(Properties.STEP));
      }
      assertSameParameters(
          plain.checkpoint().orElseThrow(),
          swapped.checkpoint().orElseThrow(),
          other.equals(TWIN) ? 0 : 1e-3f);
      var pauses = swaps.values(Long.class, Properties.NANOSECONDS).stream().sorted().toList();
      System.out.printf(
          "swap java - %s: %d swaps, median pause %.2f ms, longest %.2f ms%n",
          other,
          pauses.size(),
          pauses.get(pauses.size() / 2) / 1e6,
          pauses.get(pauses.size() - 1) / 1e6);
    }
  }

  @Test
  void theRunIsAsked() {
    try (var container = Bundles.withBackend(TWIN, 0, folder)) {
      var swaps = RecordedEvents.of(container, Topics.BACKEND_SWAPPED);
      var run = Jobs.start(container, Jobs.endless(container), Jobs.on("java"));
      run.useBackend(TWIN);
      awaitStepsOn(run, TWIN);
      assertThrows(SpecException.class, () -> run.useBackend("turbo"));
      run.useBackend("java");
      awaitStepsOn(run, "java");
      assertEquals("asked for by name", run.backend().reason());
      Jobs.stop(run);
      assertEquals(2, swaps.all().size());
    }
  }

  @Test
  void theConfigurationIsChanged() throws IOException {
    try (var container = Bundles.withBackend(TWIN, 0, folder)) {
      var run = Jobs.start(container, Jobs.endless(container), Jobs.on("auto"));
      awaitStepsOn(run, "java");
      configure(container, TWIN);
      awaitStepsOn(run, TWIN);
      configure(container, "auto");
      awaitStepsOn(run, "java");
      var other = Jobs.start(container, Jobs.endless(container), Jobs.on("auto"));
      configure(container, TWIN);
      awaitStepsOn(run, TWIN);
      awaitStepsOn(other, TWIN);
      Jobs.stop(run);
      Jobs.stop(other);
    }
  }

  @Test
  void aBetterBackendArrivesAndLeaves() {
    try (var container = Bundles.javaOnly().start()) {
      var run = Jobs.start(container, Jobs.endless(container), Jobs.on("auto"));
      awaitStepsOn(run, "java");
      var better = container.install(Rewritten.backend(TWIN, 1000, folder));
      container.start(better);
      awaitStepsOn(run, TWIN);
      assertTrue(run.backend().reason().contains("preferred by ranking to java"));
      container.stop(better);
      awaitStepsOn(run, "java");
      container.start(better);
      awaitStepsOn(run, TWIN);
      container.uninstall(better);
      awaitStepsOn(run, "java");
      Jobs.stop(run);
    }
  }

  @Test
  void aRunWaitsForABackendWhenAllHaveLeft() {
    try (var container = Bundles.javaOnly().start()) {
      var run = Jobs.start(container, Jobs.endless(container), Jobs.on("auto"));
      awaitStepsOn(run, "java");
      var only = container.bundle("org.caracal.backend.java");
      container.stop(only);
      Container.await("the run to wait", () -> run.state() == Run.State.WAITING);
      var step = run.step();
      container.start(only);
      Container.await("a step", () -> run.step() > step);
      assertEquals(Run.State.RUNNING, run.state());
      Jobs.stop(run);
    }
  }

  private static void awaitStepsOn(Run run, String backend) {
    Container.await("backend " + backend, () -> run.backend().name().equals(backend));
    var step = run.step();
    Container.await("steps on " + backend, () -> run.step() > step + 1);
    assertEquals(backend, run.backend().name());
  }

  private static void configure(Container container, String backend) throws IOException {
    Dictionary<String, Object> properties = new Hashtable<>(Map.of("backend", backend));
    container
        .service(ConfigurationAdmin.class)
        .getConfiguration("org.caracal.training", "?")
        .update(properties);
  }

  private static void assertSameParameters(Path expected, Path actual, float tolerance) {
    var other = Checkpoints.tensors(actual);
    var tensors = Checkpoints.tensors(expected);
    assertEquals(tensors.keySet(), other.keySet());
    assertTrue(tensors.containsKey("dense_1/kernel"), () -> tensors.keySet().toString());
    tensors.forEach(
        (name, values) -> {
          if (tolerance == 0) {
            assertArrayEquals(values, other.get(name), name);
          } else {
            var largest = 0f;
            for (var value : values) {
              largest = Math.max(largest, Math.abs(value));
            }
            assertArrayEquals(values, other.get(name), tolerance * largest, name);
          }
        });
  }
}
