package org.caracal.core.training;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.caracal.array.Shape;
import org.caracal.core.checkpoint.CheckpointStore;
import org.caracal.core.checkpoint.Snapshot;
import org.caracal.event.Properties;
import org.caracal.event.Topics;
import org.caracal.model.ModelSpec;
import org.caracal.plugin.PluginSpec;
import org.caracal.training.Callbacks;
import org.caracal.training.DataSpec;
import org.caracal.training.Job;
import org.caracal.training.Run;
import org.caracal.training.RunOptions;
import org.caracal.training.RunResult;
import org.caracal.training.TrainingSpec;
import org.osgi.service.event.Event;

/**
 * A job of a few milliseconds that has all that could go astray: dropout, a running mean, the slots
 * of Adam, a smaller last batch, splits, statistics of the data, a metric and early stopping.
 */
final class SmallJob {
  static final int STEPS_PER_EPOCH = 6;

  private SmallJob() {}

  static Job of(int epochs) {
    var model =
        ModelSpec.sequential("line", "x", Shape.of(1))
            .layer("dense", Map.of("units", 6))
            .layer("center")
            .layer("relu")
            .layer("dropout")
            .layer("dense", Map.of("units", 1))
            .build();
    var training =
        TrainingSpec.of(
            epochs,
            8,
            PluginSpec.of("mse"),
            "y",
            PluginSpec.of("adam"),
            List.of(PluginSpec.of("r2")));
    var standard = new DataSpec.Normalization("x", DataSpec.Normalization.Method.STANDARD, 0, 1);
    var data =
        new DataSpec(
            PluginSpec.of("line"),
            Optional.empty(),
            Optional.empty(),
            0.2,
            0.1,
            List.of(standard),
            true);
    var callbacks =
        new Callbacks(
            Optional.of(new Callbacks.EarlyStopping("loss", 100, 0)),
            Optional.empty(),
            Callbacks.NanGuard.STOP);
    return TestRuns.withCallbacks(
        new Job("line", 42, model, data, training, Path.of("")), callbacks);
  }

  /** Trains, and stops when a step has finished. */
  static RunResult trainUpTo(long step, TestRuns runs, Job job, RunOptions options) {
    var started = new CompletableFuture<Run>();
    var handler =
        runs.events.handle(
            event -> {
              if ((Long) event.getProperty(Properties.STEP) == step) {
                started.join().stop();
              }
            },
            Topics.STEP_FINISHED);
    var run = runs.start(job, options);
    started.complete(run);
    var result = TestRuns.finish(run);
    runs.events.remove(handler);
    return result;
  }

  static Snapshot last(Path checkpoints) {
    return CheckpointStore.load(checkpoints);
  }

  /** The numbers of steps that events tell of. */
  static List<Long> steps(List<Event> events) {
    return events.stream().map(event -> (Long) event.getProperty(Properties.STEP)).toList();
  }

  static List<Long> upTo(long last) {
    return LongStream.rangeClosed(1, last).boxed().toList();
  }
}
