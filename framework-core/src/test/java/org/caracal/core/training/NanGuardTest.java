package org.caracal.core.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.caracal.PluginException;
import org.caracal.array.Shape;
import org.caracal.core.checkpoint.Snapshot;
import org.caracal.event.Properties;
import org.caracal.event.Topics;
import org.caracal.model.ModelSpec;
import org.caracal.plugin.PluginSpec;
import org.caracal.training.Callbacks;
import org.caracal.training.Callbacks.NanGuard;
import org.caracal.training.DataSpec;
import org.caracal.training.Job;
import org.caracal.training.Run;
import org.caracal.training.TrainingSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One example of the line is x = 0, and the reciprocal of it is infinite. */
class NanGuardTest {
  private static final int STEPS = 8;

  @TempDir Path folder;

  @Test
  void stopsWithTheParametersOfTheStepBefore() {
    var runs = TestRuns.onTwoBackends();
    var steps = runs.events.record(Topics.STEP_FINISHED);
    var failed = runs.events.record(Topics.RUN_FAILED);
    var result = TestRuns.end(runs.start(job(NanGuard.STOP, 1), TestRuns.saving(folder)));
    assertEquals(Run.State.FAILED, result.state());
    assertTrue(result.failure().orElseThrow() instanceof PluginException);
    var message = result.failure().get().getMessage();
    assertTrue(
        message.contains(
            "at the output of reciprocal_1 (layer reciprocal (bundle test.plugins 1.2.0))"),
        message);
    assertTrue(message.contains("in step 5 of epoch 1"), message);
    assertTrue(message.contains("the parameters are those of step 4"), message);
    assertEquals(List.of(1L, 2L, 3L, 4L), SmallJob.steps(steps));
    assertEquals(message, failed.get(0).getProperty(Properties.MESSAGE));
    var saved = SmallJob.last(folder);
    assertEquals(4, saved.step());
    assertTrue(isFinite(saved));
  }

  /** The state after a skipped step is that before it, the mean of the layer included. */
  @Test
  void skipsTheUpdateOfThatStepOnly() {
    var runs = TestRuns.onTwoBackends();
    var steps = runs.events.record(Topics.STEP_FINISHED);
    SmallJob.trainUpTo(4, runs, job(NanGuard.SKIP, 1), TestRuns.saving(folder.resolve("4")));
    SmallJob.trainUpTo(5, runs, job(NanGuard.SKIP, 1), TestRuns.saving(folder.resolve("5")));
    var before = SmallJob.last(folder.resolve("4"));
    var after = SmallJob.last(folder.resolve("5"));
    assertEquals(5, after.step());
    assertEquals(4, ((Number) after.meta().get("updates")).intValue());
    before
        .tensors()
        .forEach(
            (path, tensor) ->
                assertTrue(
                    Arrays.equals(tensor.toDoubles(), after.tensors().get(path).toDoubles()),
                    path));
    steps.clear();
    var result = runs.train(job(NanGuard.SKIP, 3), TestRuns.saving(folder));
    assertEquals(Run.State.FINISHED, result.state());
    assertEquals(SmallJob.upTo(3 * STEPS), SmallJob.steps(steps));
    var last = SmallJob.last(folder);
    assertEquals(3 * STEPS - 3, ((Number) last.meta().get("updates")).intValue());
    assertTrue(isFinite(last));
    assertEquals(56 * 3, 3 * ((Number) last.meta().get("examples")).intValue());
    assertTrue(Double.isFinite(result.metrics().get("loss")));
  }

  /** A gradient that is not finite though the loss is. */
  @Test
  void looksAtGradientsToo() {
    var model =
        ModelSpec.sequential("root", "x", Shape.of(1))
            .layer("zero")
            .layer("dense", Map.of("units", 1))
            .layer("root")
            .build();
    var runs = TestRuns.onTwoBackends();
    var job = TestRuns.with(job(NanGuard.STOP, 1), model);
    var result = TestRuns.end(runs.start(job, TestRuns.options()));
    var message = result.failure().orElseThrow().getMessage();
    assertTrue(message.contains("the gradient by the output of dense_1"), message);
  }

  private static boolean isFinite(Snapshot snapshot) {
    return snapshot.tensors().values().stream()
        .allMatch(tensor -> Arrays.stream(tensor.toDoubles()).allMatch(Double::isFinite));
  }

  private static Job job(NanGuard guard, int epochs) {
    var model =
        ModelSpec.sequential("reciprocal", "x", Shape.of(1))
            .layer("reciprocal")
            .layer("center")
            .layer("dense", Map.of("units", 1))
            .build();
    var training =
        TrainingSpec.of(epochs, 8, PluginSpec.of("mse"), "y", PluginSpec.of("adam"), List.of());
    var data =
        new DataSpec(
            PluginSpec.of("line"), Optional.empty(), Optional.empty(), 0, 0, List.of(), false);
    var job = new Job("nan", 1, model, data, training, Path.of(""));
    return TestRuns.withCallbacks(job, new Callbacks(Optional.empty(), Optional.empty(), guard));
  }
}
