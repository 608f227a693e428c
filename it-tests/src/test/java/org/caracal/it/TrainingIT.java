package org.caracal.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.caracal.event.Properties;
import org.caracal.testing.Container;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingIT {
  @ParameterizedTest
  @ValueSource(strings = {"java", "native"})
  void digitsAreLearnt(String backend) {
    try (var container = Bundles.felix().start()) {
      var result =
          Jobs.finish(Jobs.start(container, Jobs.digits(container, Map.of()), Jobs.on(backend)));
      assertTrue(result.metrics().get("accuracy") >= 0.96, result.toString());
      assertEquals(backend, result.backend().name());
    }
  }

  @Test
  void bothBackendsComputeTheSameLosses() {
    try (var container = Bundles.felix().start()) {
      var java = firstLosses(container, "java");
      var openBlas = firstLosses(container, "native");
      for (var step = 0; step < 20; step++) {
        assertEquals(
            java.get(step), openBlas.get(step), 1e-4 * java.get(step), "step " + (step + 1));
      }
    }
  }

  @Test
  void equinoxTrainsToo() {
    try (var container = Bundles.container("org.eclipse.osgi").start()) {
      var result =
          Jobs.finish(Jobs.start(container, Jobs.digits(container, Map.of()), Jobs.on("auto")));
      assertTrue(result.metrics().get("accuracy") >= 0.96, result.toString());
    }
  }

  private static List<Double> firstLosses(Container container, String backend) {
    var steps = RecordedEvents.ofSteps(container);
    var job = Jobs.digits(container, Map.of("training.epochs", "1"));
    var result = Jobs.finish(Jobs.start(container, job, Jobs.on(backend)));
    assertEquals(result.steps(), steps.all().size());
    return steps.values(Double.class, Properties.LOSS).subList(0, 20);
  }
}
