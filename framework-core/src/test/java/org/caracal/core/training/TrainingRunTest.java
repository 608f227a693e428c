package org.caracal.core.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.caracal.training.Run;
import org.junit.jupiter.api.Test;

class TrainingRunTest {
  @Test
  void digitsAreLearnt() {
    var runs = TestRuns.onTwoBackends();
    var result = runs.train(TestRuns.digits(12), TestRuns.options());
    assertEquals(Run.State.FINISHED, result.state());
    assertEquals("first", result.backend().name());
    assertEquals(12 * 5, result.steps());
    assertTrue(result.metrics().get("accuracy") > 0.85, () -> result.metrics().toString());
  }
}
