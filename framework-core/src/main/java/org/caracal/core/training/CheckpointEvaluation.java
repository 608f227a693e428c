package org.caracal.core.training;

import java.nio.file.Path;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import org.caracal.SpecException;
import org.caracal.array.NdArray;
import org.caracal.backend.BackendSession;
import org.caracal.core.backend.BackendRegistry;
import org.caracal.core.backend.SessionKeeper;
import org.caracal.core.checkpoint.CheckpointStore;
import org.caracal.core.data.Batch;
import org.caracal.core.data.DataSplits;
import org.caracal.core.plugin.PluginResolver;
import org.caracal.core.plugin.ResolvedPlugins;
import org.caracal.training.RunOptions;

/** Judges a checkpoint by the test split of its job. */
public final class CheckpointEvaluation {
  private CheckpointEvaluation() {}

  /**
   * Loss and metrics on the test split.
   *
   * @param checkpoint a checkpoint, or a folder of them
   * @throws SpecException if the job has no test split
   */
  public static Map<String, Double> evaluate(
      Path checkpoint, PluginResolver registry, BackendRegistry backends, RunOptions options) {
    var snapshot = CheckpointStore.load(checkpoint);
    var job = CheckpointContent.job(snapshot);
    var plugins = new ResolvedPlugins(registry);
    var metrics = new MetricSet(job.training().metrics(), plugins);
    var splits = DataSplits.open(job.data(), plugins, job.directory(), job.seed());
    var test =
        splits
            .test()
            .orElseThrow(
                () ->
                    new SpecException(
                        "job "
                            + job.name()
                            + " has no test split: give it data.test or data.split.test"));
    var graphs = new JobGraphs(job, plugins, JobData.types(splits.train()));
    var normalization = CheckpointContent.normalization(snapshot);
    var data = JobData.of(job, splits, graphs, metrics, Optional.of(normalization));
    var variables = new Variables(graphs.training(data.rows(job)).variables(), job.seed());
    variables.copyFrom(snapshot.tensors());
    var batchSize = job.training().batchSize();
    var evaluation = new SplitEvaluation(test, batchSize, graphs, data, metrics);
    try (var benches =
        new SessionKeeper<>(
            backends, options, session -> new Bench(session, variables, snapshot.tensors()))) {
      while (!evaluation.isFinished()) {
        var step = evaluation.read();
        evaluation.measure(benches.use(bench -> bench.run(step, evaluation.batch())));
      }
    }
    return evaluation.values();
  }

  /** The variables in a session, and the steps planned for it. */
  private static final class Bench implements AutoCloseable {
    private final BackendSession session;
    private final Variables variables;
    private final Map<EvaluationStep, EvaluationRunner> runners = new IdentityHashMap<>();

    Bench(BackendSession session, Variables variables, Map<String, NdArray> values) {
      this.session = session;
      this.variables = variables;
      variables.abandon(); // an earlier session may not give them back
      variables.moveTo(session);
      variables.copyFrom(values);
    }

    EvaluationRunner run(EvaluationStep step, Batch batch) {
      var runner =
          runners.computeIfAbsent(
              step, key -> new EvaluationRunner(key, session, variables.buffers()));
      runner.run(batch);
      return runner;
    }

    @Override
    public void close() {
      runners.values().forEach(EvaluationRunner::close);
    }
  }
}
