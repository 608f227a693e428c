package org.caracal.core.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.caracal.array.Shape;
import org.caracal.core.model.TestLayers;
import org.caracal.initializer.Fans;
import org.caracal.model.ModelSpec;
import org.caracal.plugin.PluginKind;
import org.caracal.plugin.PluginSpec;
import org.caracal.training.Run;
import org.junit.jupiter.api.Test;

class TrainingRunTest {
  /** Found out with the smaller last batch, and before anything is computed with it. */
  @Test
  void aLayerMustAskForTheSameParametersForEveryBatchSize() {
    var runs = TestRuns.onTwoBackends();
    runs.plugins.with(
        PluginKind.LAYER,
        "moody",
        TestLayers.layer(
            (scope, inputs) -> {
              var rows = inputs.get(0).shape().extent(0);
              var bias = scope.parameter("bias", Shape.of(rows), Fans.NONE, PluginSpec.of("he"));
              return List.of(inputs.get(0).add(bias.mean(false)));
            }));
    var model = ModelSpec.sequential("moody", "x", Shape.of(1)).layer("moody").build();
    var job = TestRuns.with(SmallJob.of(1), model);
    var result = TestRuns.end(runs.start(job, TestRuns.options()));
    assertEquals(5, result.steps());
    var message = result.failure().orElseThrow().getMessage();
    assertTrue(message.contains("'moody_1/bias' was float32[8] at first"), message);
  }

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
