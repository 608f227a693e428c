package org.caracal.core.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.caracal.array.DType;
import org.caracal.array.Shape;
import org.caracal.backend.HeapBuffer;
import org.caracal.core.reference.ReferenceBackend;
import org.caracal.graph.Tensor;
import org.caracal.model.ModelSpec;
import org.caracal.optimizer.Optimizer;
import org.caracal.optimizer.UpdateScope;
import org.caracal.plugin.NoOptions;
import org.caracal.plugin.PluginKind;
import org.caracal.plugin.PluginSpec;
import org.caracal.training.DataSpec;
import org.caracal.training.Job;
import org.caracal.training.TrainingSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubnormalsTest {
  @TempDir Path folder;

  /** An average of gradients that are 0 would stay at the smallest number for good. */
  @Test
  void averagesThatDecayEndAtZero() {
    var runs =
        new TestRuns(TrainingPlugins.all().with(PluginKind.OPTIMIZER, "fading", new Fading()));
    runs.register("reference", new ReferenceBackend(), 1);
    runs.train(job(500 / SmallJob.STEPS_PER_EPOCH), TestRuns.saving(folder));

    var average = SmallJob.last(folder).tensors().get("dense_1/kernel#train/average");
    assertEquals(0, average.getDouble(0));
  }

  private static Job job(int epochs) {
    var model =
        ModelSpec.sequential("line", "x", Shape.of(1)).layer("dense", Map.of("units", 1)).build();
    var training =
        TrainingSpec.of(epochs, 8, PluginSpec.of("mse"), "y", PluginSpec.of("fading"), List.of());
    return new Job("line", 1, model, DataSpec.of(PluginSpec.of("line")), training, Path.of(""));
  }

  /** Leaves the parameter as it is. */
  private static final class Fading implements Optimizer<NoOptions> {
    @Override
    public Class<NoOptions> optionsType() {
      return NoOptions.class;
    }

    @Override
    public Tensor update(NoOptions options, UpdateScope scope, Tensor parameter, Tensor gradient) {
      var average = scope.slot("average", 1);
      scope.assign(average, average.multiply(0.8));
      return parameter;
    }
  }

  @Test
  void otherNumbersStay() {
    var floats = new HeapBuffer(DType.FLOAT32, 6);
    var doubles = new HeapBuffer(DType.FLOAT64, 6);
    var kept = new double[] {0, -1e-30, 1e30, Double.POSITIVE_INFINITY, Double.NaN, -1};
    for (var i = 0; i < kept.length; i++) {
      floats.floats()[i] = (float) kept[i];
      doubles.doubles()[i] = kept[i];
    }
    var before = floats.floats().clone();
    Subnormals.flush(floats);
    Subnormals.flush(doubles);
    assertTrue(Arrays.equals(before, floats.floats()), () -> Arrays.toString(floats.floats()));
    assertTrue(Arrays.equals(kept, 0, 6, doubles.doubles(), 0, 6));

    floats.floats()[1] = -Float.MIN_VALUE;
    doubles.doubles()[1] = Double.MIN_NORMAL / 3;
    Subnormals.flush(floats);
    Subnormals.flush(doubles);
    assertEquals(0f, floats.floats()[1]);
    assertEquals(0.0, doubles.doubles()[1]);
  }
}
