package org.caracal.plugins.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.caracal.array.NdArray;
import org.caracal.array.Shape;
import org.caracal.backend.java.JavaBackend;
import org.caracal.core.metric.Accuracy;
import org.caracal.core.plugin.DeclaredPlugins;
import org.caracal.core.training.TestRuns;
import org.caracal.data.ArrayDataset;
import org.caracal.data.ArraySource;
import org.caracal.model.ModelSpec;
import org.caracal.plugin.PluginKind;
import org.caracal.plugin.PluginSpec;
import org.caracal.plugins.layers.Dense;
import org.caracal.plugins.losses.CrossEntropy;
import org.caracal.plugins.optimizers.Adam;
import org.caracal.training.DataSpec;
import org.caracal.training.Job;
import org.caracal.training.Run;
import org.caracal.training.RunOptions;
import org.caracal.training.TrainingSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A run that goes on for months may not allocate in every step, nor keep what it has allocated. */
@Timeout(600)
class SteadyStateTest {
  private static final int EXAMPLES = 400_000;
  private static final int WINDOW = 1_000;
  private static final int MOST_WINDOWS = 200;

  /**
   * While kernels are compiled they box, and at the end of an epoch a state is saved: there must be
   * a thousand steps in a row in which the thread of the run allocates not one byte. If steps
   * allocated, there would be none.
   */
  @ParameterizedTest
  @CsvSource({"8, false", "8, true", "200, false", "200, true"})
  void aStepAllocatesNothing(int batch, boolean metrics) throws InterruptedException {
    var run = start(metrics ? List.of(PluginSpec.of("accuracy")) : List.of(), batch);
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    var thread = thread(run).getId();
    var fewest = Double.MAX_VALUE;
    for (var window = 0; window < MOST_WINDOWS && fewest > 0; window++) {
      var bytes = threads.getThreadAllocatedBytes(thread);
      var step = run.step();
      await(run, step + WINDOW);
      bytes = threads.getThreadAllocatedBytes(thread) - bytes;
      fewest = Math.min(fewest, bytes / (double) (run.step() - step));
    }
    run.stop();
    TestRuns.finish(run);
    assertEquals(0, fewest, "bytes per step of the window with the fewest");
  }

  @Test
  void theHeapStaysFlat() throws InterruptedException {
    var run = start(List.of(PluginSpec.of("accuracy")), 40);
    await(run, 5_000);
    var before = used();
    await(run, run.step() + 10_000);
    var after = used();
    run.stop();
    TestRuns.finish(run);
    assertTrue(after - before < 300_000, () -> "bytes kept: " + (after - before));
  }

  private static long used() throws InterruptedException {
    var least = Long.MAX_VALUE;
    for (var i = 0; i < 5; i++) {
      System.gc();
      Thread.sleep(20);
      var memory = ManagementFactory.getMemoryMXBean();
      least = Math.min(least, memory.getHeapMemoryUsage().getUsed());
    }
    return least;
  }

  private static Thread thread(Run run) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("caracal-run-" + run.id()))
        .findFirst()
        .orElseThrow();
  }

  private static void await(Run run, long step) throws InterruptedException {
    while (run.step() < step) {
      assertFalse(run.state().isEnd(), () -> "ended at step " + run.step());
      Thread.sleep(5);
    }
  }

  private static Run start(List<PluginSpec> metrics, int batch) {
    var random = new Random(1);
    var x = new float[EXAMPLES * 4];
    var y = new int[EXAMPLES];
    for (var i = 0; i < EXAMPLES; i++) {
      y[i] = random.nextInt(3);
      for (var j = 0; j < 4; j++) {
        x[4 * i + j] = (float) random.nextGaussian() + y[i];
      }
    }
    var data =
        new ArrayDataset(
            Map.of(
                "x", NdArray.of(Shape.of(EXAMPLES, 4), x), "y", NdArray.of(Shape.of(EXAMPLES), y)));
    var plugins =
        DeclaredPlugins.resolver(Dense.class, CrossEntropy.class, Adam.class)
            .with(PluginKind.DATA_SOURCE, "points", new ArraySource(data))
            .with(PluginKind.METRIC, "accuracy", new Accuracy());
    var runs = new TestRuns(plugins);
    runs.register("java", new JavaBackend(), 1);
    var model =
        ModelSpec.sequential("points", "x", Shape.of(4))
            .layer("dense", Map.of("units", 16))
            .layer("batch-norm")
            .layer("relu")
            .layer("dropout")
            .layer("dense", Map.of("units", 3))
            .build();
    var training =
        TrainingSpec.of(
            1_000, batch, PluginSpec.of("cross-entropy"), "y", PluginSpec.of("adam"), metrics);
    var job =
        new Job("points", 1, model, DataSpec.of(PluginSpec.of("points")), training, Path.of(""));
    return runs.start(
        job, new RunOptions(RunOptions.AUTO, 1, Optional.empty(), Optional.empty(), 0));
  }
}
