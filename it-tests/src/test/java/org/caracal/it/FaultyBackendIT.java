package org.caracal.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.LongStream;
import org.caracal.PluginException;
import org.caracal.event.Properties;
import org.caracal.event.Topics;
import org.caracal.it.faulty.BrokenBackend;
import org.caracal.it.faulty.FaultyBackend;
import org.caracal.it.faulty.FaultyDevice;
import org.caracal.testing.BundleFile;
import org.caracal.testing.Container;
import org.caracal.training.Job;
import org.caracal.training.Run;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A backend that fails in the middle of a step, at every kernel of it: the run falls back to
 * another one, and nobody sees a difference but in the event of the swap.
 */
class FaultyBackendIT {
  /** A step of the job has fewer kernels. */
  private static final int SESSIONS = 40;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(classes = {FaultyBackend.class, FaultyDevice.class})
  void aRunFallsBackAndLosesNothing(Class<?> faulty) {
    try (var container = Bundles.javaOnly().start()) {
      var job = shortJob(container);
      var expected = new Recorded(container);
      Jobs.finish(Jobs.start(container, job, Jobs.on("java")));
      expected.steps.close();
      expected.swaps.close();

      var name = faulty == FaultyDevice.class ? "device" : "faulty";
      Bundles.add(
          container,
          BundleFile.named("com.example.faulty").version("3.2.1").with(faulty).in(folder));
      for (var session = 1; session <= SESSIONS; session++) {
        var recorded = new Recorded(container);
        var result = Jobs.finish(Jobs.start(container, job, Jobs.on("auto")));
        recorded.steps.close();
        recorded.swaps.close();
        assertEquals("java", result.backend().name());
        assertTrue(
            result.backend().reason().contains(name + " failed in this run"),
            result.backend().reason());
        assertEquals(1, recorded.swaps.all().size());
        var swap = recorded.swaps.all().get(0);
        assertEquals(name, swap.getProperty(Properties.FROM));
        assertEquals(expected.steps(), recorded.steps(), "failure " + session);
        assertEquals(expected.losses(), recorded.losses(), "failure " + session);
        assertEquals(LongStream.rangeClosed(1, result.steps()).boxed().toList(), recorded.steps());
      }
    }
  }

  @Test
  void withoutAnotherBackendTheRunFailsAndNamesTheBundle() {
    try (var container = Bundles.javaOnly().start()) {
      Bundles.add(
          container, BundleFile.named("com.example.faulty").with(BrokenBackend.class).in(folder));
      container.stop(container.bundle("org.caracal.backend.java"));
      var run = Jobs.start(container, shortJob(container), Jobs.on("auto", folder.resolve("a")));
      var result = Jobs.end(run);
      assertEquals(Run.State.FAILED, result.state());
      var failure = result.failure().orElseThrow();
      assertEquals(PluginException.class, failure.getClass());
      assertTrue(
          failure.getMessage().contains("backend broken (bundle com.example.faulty 1.0.0)"),
          failure.getMessage());
      assertTrue(failure.getMessage().contains("out of order"), failure.getMessage());
      assertTrue(result.checkpoint().isPresent());
    }
  }

  private static Job shortJob(Container container) {
    return Jobs.digits(
        container,
        Map.of(
            "training.epochs", "5",
            "training.batchSize", "300",
            "model.sequential",
                "[dropout: {rate: 0.1}, dense: {units: 16}, relu, dense: {units: 10}]"));
  }

  private static final class Recorded {
    private final RecordedEvents steps;
    private final RecordedEvents swaps;

    Recorded(Container container) {
      steps = RecordedEvents.ofSteps(container);
      swaps = RecordedEvents.of(container, Topics.BACKEND_SWAPPED);
    }

    java.util.List<Long> steps() {
      return steps.values(Long.class, Properties.STEP);
    }

    java.util.List<Double> losses() {
      return steps.values(Double.class, Properties.LOSS);
    }
  }
}
