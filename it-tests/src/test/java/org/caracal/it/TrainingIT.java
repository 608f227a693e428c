package org.caracal.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.caracal.event.Properties;
import org.caracal.testing.Container;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TrainingIT {
  static List<String> backends() {
    return Bundles.backends();
  }

  static Stream<String> otherBackends() {
    return Bundles.otherBackends();
  }

  @ParameterizedTest
  @MethodSource("backends")
  void digitsAreLearnt(String backend) {
    try (var container = Bundles.felix().start()) {
      var result =
          Jobs.finish(Jobs.start(container, Jobs.digits(container, Map.of()), Jobs.on(backend)));
      assertTrue(result.metrics().get("accuracy") >= 0.96, result.toString());
      assertEquals(backend, result.backend().name());
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

  @Test
  void theSameSeedGivesTheSameLossesToTheLastBit() {
    try (var container = Bundles.felix().start()) {
      assertEquals(losses(container, "java", 40), losses(container, "java", 40));
    }
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("otherBackends")
  void allBackendsComputeTheSameLosses(String other) {
    try (var container = Bundles.felix().start()) {
      var expected = losses(container, "java", 20);
      var actual = losses(container, other, 20);
      for (var i = 0; i < 20; i++) {
        assertEquals(expected.get(i), actual.get(i), 1e-4 * expected.get(i), "step " + (i + 1));
      }
    }
  }

  private static List<Double> losses(Container container, String backend, int steps) {
    var recorded = RecordedEvents.ofSteps(container);
    var job = Jobs.digits(container, Map.of("training.epochs", "1"));
    var result = Jobs.finish(Jobs.start(container, job, Jobs.on(backend)));
    assertEquals(result.steps(), recorded.all().size());
    recorded.close();
    return recorded.values(Double.class, Properties.LOSS).subList(0, steps);
  }
}
