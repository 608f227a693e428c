package org.caracal.core.training;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.caracal.array.Shape;
import org.caracal.backend.Backend;
import org.caracal.core.backend.BackendRegistry;
import org.caracal.core.backend.Candidate;
import org.caracal.core.event.LocalEvents;
import org.caracal.core.plugin.Registered;
import org.caracal.core.plugin.ResolvedPlugins;
import org.caracal.core.plugin.TestPlugins;
import org.caracal.core.reference.ReferenceBackend;
import org.caracal.model.ModelSpec;
import org.caracal.plugin.PluginKind;
import org.caracal.plugin.PluginSpec;
import org.caracal.training.Callbacks;
import org.caracal.training.DataSpec;
import org.caracal.training.Job;
import org.caracal.training.PhaseSpec;
import org.caracal.training.Run;
import org.caracal.training.RunOptions;
import org.caracal.training.RunResult;
import org.caracal.training.TrainingSpec;
import org.osgi.framework.Version;

/** Runs without a container: backends, events and plugins of one test. */
public final class TestRuns {
  /** Where the runs tell what they do. */
  public final LocalEvents events;

  /** What the runs compute with. */
  public final BackendRegistry backends = new BackendRegistry(Duration.ofSeconds(10));

  final TestPlugins plugins;
  private long nextId = 1;

  TestRuns() {
    this(TrainingPlugins.all());
  }

  /** Runs with these plugins and no backend yet. */
  public TestRuns(TestPlugins plugins) {
    this.events = new LocalEvents();
    this.plugins = plugins;
  }

  /** Two equal backends: {@code first}, which is preferred, and {@code second}. */
  static TestRuns onTwoBackends() {
    var runs = new TestRuns();
    runs.register("first", new ReferenceBackend(), 2);
    runs.register("second", new ReferenceBackend(), 1);
    return runs;
  }

  /** Adds a backend. */
  public Candidate register(String name, Backend backend, int ranking) {
    var version = Version.parseVersion("1.0.0");
    var candidate =
        new Candidate(
            new Registered<>(backend, PluginKind.BACKEND, name, "test." + name, version, nextId++),
            ranking);
    backends.add(candidate);
    return candidate;
  }

  /** Starts a run. */
  public Run start(Job job, RunOptions options) {
    var run =
        new TrainingRun(
            "test-" + nextId++,
            job,
            options,
            backends,
            events.publisher(),
            new ResolvedPlugins(plugins),
            Duration.ofSeconds(20).toNanos());
    run.begin();
    return run;
  }

  /** Waits for the end of a run. */
  public static RunResult end(Run run) {
    try {
      return run.result().toCompletableFuture().get(100, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError("the run did not end: " + run.state() + " at step " + run.step(), e);
    }
  }

  /** Waits for the end of a run that must not fail. */
  public static RunResult finish(Run run) {
    var result = end(run);
    result
        .failure()
        .ifPresent(
            failure -> {
              throw new AssertionError("the run failed", failure);
            });
    return result;
  }

  /** Trains to the end; fails if the run does. */
  public RunResult train(Job job, RunOptions options) {
    return finish(start(job, options));
  }

  static RunOptions options() {
    return RunOptions.DEFAULT;
  }

  static RunOptions saving(Path checkpoints) {
    return new RunOptions(RunOptions.AUTO, 1, Optional.of(checkpoints), Optional.empty(), 0);
  }

  static RunOptions resuming(Path from, Path checkpoints) {
    return new RunOptions(RunOptions.AUTO, 1, Optional.of(checkpoints), Optional.of(from), 0);
  }

  /** A perceptron with dropout and a running mean for handwritten digits. */
  static Job digits(int epochs) {
    var model =
        ModelSpec.sequential("digits", "pixels", Shape.of(64))
            .layer("dense", Map.of("units", 24))
            .layer("relu")
            .layer("center")
            .layer("dropout")
            .layer("dense", Map.of("units", 10))
            .build();
    var training =
        TrainingSpec.of(
            epochs,
            256,
            PluginSpec.of("cross-entropy"),
            "label",
            PluginSpec.of("adam"),
            List.of(PluginSpec.of("accuracy")));
    var data =
        new DataSpec(
            PluginSpec.of("digits"),
            Optional.empty(),
            Optional.empty(),
            0.2,
            0.2,
            List.of(
                new DataSpec.Normalization("pixels", DataSpec.Normalization.Method.AFFINE, 0, 16)),
            true);
    return new Job("digits", 42, model, data, training, Path.of(""));
  }

  static Job withCallbacks(Job job, Callbacks callbacks) {
    var old = job.training();
    return with(
        job,
        new TrainingSpec(old.epochs(), old.batchSize(), old.phases(), old.metrics(), callbacks));
  }

  static Job withPhase(Job job, UnaryOperator<PhaseSpec> change) {
    var old = job.training();
    return with(
        job,
        new TrainingSpec(
            old.epochs(),
            old.batchSize(),
            old.phases().stream().map(change).toList(),
            old.metrics(),
            old.callbacks()));
  }

  static Job with(Job job, TrainingSpec training) {
    return new Job(job.name(), job.seed(), job.model(), job.data(), training, job.directory());
  }

  static Job with(Job job, ModelSpec model) {
    return new Job(job.name(), job.seed(), model, job.data(), job.training(), job.directory());
  }
}
