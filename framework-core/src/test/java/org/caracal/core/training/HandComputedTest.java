package org.caracal.core.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.caracal.array.DType;
import org.caracal.array.Shape;
import org.caracal.core.checkpoint.CheckpointStore;
import org.caracal.core.random.PhiloxStream;
import org.caracal.event.Properties;
import org.caracal.event.Topics;
import org.caracal.model.ModelSpec;
import org.caracal.plugin.PluginSpec;
import org.caracal.training.Callbacks;
import org.caracal.training.Callbacks.Clipping;
import org.caracal.training.DataSpec;
import org.caracal.training.Job;
import org.caracal.training.PhaseSpec;
import org.caracal.training.TrainingSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A straight line fitted in float64, step by step against the same arithmetic in a dozen lines:
 * batches, learning rates, clipping, updates and losses.
 */
class HandComputedTest {
  private static final int EXAMPLES = 64;
  private static final int BATCH = 10;
  private static final int EPOCHS = 3;
  private static final double RATE = 0.1;
  private static final double MOMENTUM = 0.9;

  @TempDir Path folder;

  @Test
  void plain() {
    check(Optional.empty(), false);
  }

  @Test
  void withASchedule() {
    check(Optional.empty(), true);
  }

  @ParameterizedTest
  @CsvSource({"NORM, 0.5", "NORM, 1e-3", "NORM, 1e6", "VALUE, 0.5", "VALUE, 1e-3", "VALUE, 1e6"})
  void clipped(Clipping.Method method, double limit) {
    check(Optional.of(new Clipping(method, limit)), true);
  }

  private void check(Optional<Clipping> clipping, boolean halving) {
    var runs = TestRuns.onTwoBackends();
    var steps = runs.events.record(Topics.STEP_FINISHED);
    runs.train(job(clipping, halving), TestRuns.saving(folder));
    var line = new Line(clipping, halving);
    for (var step = 0; step < steps.size(); step++) {
      var loss = line.step(step);
      assertEquals(
          loss,
          (Double) steps.get(step).getProperty(Properties.LOSS),
          1e-12 * loss,
          "loss of step " + step);
    }
    assertEquals(EPOCHS * 7, steps.size());
    var state = CheckpointStore.load(folder).tensors();
    assertEquals(line.slope, state.get("dense_1/kernel").getDouble(0), 1e-12);
    assertEquals(line.offset, state.get("dense_1/bias").getDouble(0), 1e-12);
    assertEquals(
        line.slopeVelocity, state.get("dense_1/kernel#train/velocity").getDouble(0), 1e-12);
  }

  private static Job job(Optional<Clipping> clipping, boolean halving) {
    var model =
        ModelSpec.sequential("line", "x", Shape.of(1))
            .dtype(DType.FLOAT64)
            .layer("dense", Map.of("units", 1))
            .build();
    var sgd = PluginSpec.of("sgd", Map.of("learningRate", RATE, "momentum", MOMENTUM));
    var training = TrainingSpec.of(EPOCHS, BATCH, PluginSpec.of("mse"), "y", sgd, List.of());
    var job = new Job("line", 7, model, DataSpec.of(PluginSpec.of("line")), training, Path.of(""));
    var scheduled =
        TestRuns.withPhase(
            job,
            phase ->
                new PhaseSpec(
                    phase.name(),
                    phase.losses(),
                    phase.optimizer(),
                    halving ? Optional.of(PluginSpec.of("halving")) : Optional.empty(),
                    phase.parameters()));
    return TestRuns.withCallbacks(
        scheduled, new Callbacks(Optional.empty(), clipping, Callbacks.NanGuard.STOP));
  }

  /** The same without any of the engine but its random numbers. */
  private static final class Line {
    private final Optional<Clipping> clipping;
    private final boolean halving;
    private final int[] order = new int[EXAMPLES];
    private double slope = first("dense_1/kernel");
    private double offset = first("dense_1/bias");
    private double slopeVelocity;
    private double offsetVelocity;

    Line(Optional<Clipping> clipping, boolean halving) {
      this.clipping = clipping;
      this.halving = halving;
    }

    private static double first(String path) {
      var random = new PhiloxStream(7, "initial/" + path);
      return (2 * random.nextUniform() - 1) * Math.sqrt(6);
    }

    double step(int step) {
      var epoch = step / 7;
      var from = step % 7 * BATCH;
      if (from == 0) {
        for (var i = 0; i < EXAMPLES; i++) {
          order[i] = i;
        }
        new PhiloxStream(7, "shuffle/" + epoch).shuffle(order);
      }
      var count = Math.min(BATCH, EXAMPLES - from);
      var loss = 0.0;
      var slopeGradient = 0.0;
      var offsetGradient = 0.0;
      for (var i = from; i < from + count; i++) {
        var x = order[i] / 32.0 - 1;
        var difference = slope * x + offset - (2 * x + 1);
        loss += difference * difference / count;
        slopeGradient += 2 * difference * x / count;
        offsetGradient += 2 * difference / count;
      }
      if (clipping.isPresent()) {
        var limit = clipping.get().limit();
        var norm = Math.hypot(slopeGradient, offsetGradient);
        var byNorm = clipping.get().method() == Clipping.Method.NORM;
        slopeGradient =
            byNorm
                ? slopeGradient * Math.min(1, limit / norm)
                : Math.max(-limit, Math.min(limit, slopeGradient));
        offsetGradient =
            byNorm
                ? offsetGradient * Math.min(1, limit / norm)
                : Math.max(-limit, Math.min(limit, offsetGradient));
      }
      var rate = halving ? RATE * Math.pow(0.5, epoch) : RATE;
      slopeVelocity = MOMENTUM * slopeVelocity + slopeGradient;
      offsetVelocity = MOMENTUM * offsetVelocity + offsetGradient;
      slope -= rate * slopeVelocity;
      offset -= rate * offsetVelocity;
      return loss;
    }
  }

  /**
   * Two phases in one step: the second one sees what the first one has done, and takes it for
   * granted: the derivative of the slope's update by the offset is no part of its gradient.
   */
  @Test
  void phasesFollowOneAnother() {
    var job = job(Optional.empty(), false);
    var phase = job.training().phases().get(0);
    var two =
        List.of(
            new PhaseSpec(
                "slope",
                phase.losses(),
                PluginSpec.of("sgd", Map.of("learningRate", 0.1, "momentum", 0.0)),
                Optional.empty(),
                List.of("**/kernel")),
            new PhaseSpec(
                "offset",
                phase.losses(),
                PluginSpec.of("sgd", Map.of("learningRate", 0.2, "momentum", 0.0)),
                Optional.empty(),
                List.of("**/bias")));
    var training = new TrainingSpec(1, EXAMPLES, two, List.of(), Callbacks.DEFAULT);
    TestRuns.onTwoBackends().train(TestRuns.with(job, training), TestRuns.saving(folder));
    var slope = Line.first("dense_1/kernel");
    var offset = Line.first("dense_1/bias");
    var gradient = 0.0;
    for (var i = 0; i < EXAMPLES; i++) {
      var x = i / 32.0 - 1;
      gradient += 2 * (slope * x + offset - 2 * x - 1) * x / EXAMPLES;
    }
    slope -= 0.1 * gradient;
    gradient = 0;
    for (var i = 0; i < EXAMPLES; i++) {
      var x = i / 32.0 - 1;
      gradient += 2 * (slope * x + offset - 2 * x - 1) / EXAMPLES;
    }
    offset -= 0.2 * gradient;
    var state = CheckpointStore.load(folder).tensors();
    assertEquals(slope, state.get("dense_1/kernel").getDouble(0), 1e-12);
    assertEquals(offset, state.get("dense_1/bias").getDouble(0), 1e-12);
    assertTrue(state.containsKey("dense_1/kernel#slope/velocity"));
    assertTrue(!state.containsKey("dense_1/kernel#offset/velocity"), state.keySet()::toString);
  }
}
