package org.caracal.core.training;

import java.util.Map;
import java.util.Optional;
import org.caracal.backend.BackendSession;
import org.caracal.core.data.Batch;
import org.caracal.core.data.DataSplits;
import org.caracal.core.event.EventPublisher;
import org.caracal.core.plugin.PluginResolver;
import org.caracal.training.Job;

/** Training steps of a job, over and over with the same batch, as the training loop runs them. */
public final class BenchmarkedStep implements AutoCloseable {
  private final StepRunner silent;
  private final StepRunner observed;
  private final RunEvents events;
  private final Batch batch;
  private final long seed;
  private final double rate;
  private long step;

  /** Plans the step of a job for a session; what is published goes to the publisher. */
  public BenchmarkedStep(
      Job job, PluginResolver plugins, BackendSession session, EventPublisher publisher) {
    var splits = DataSplits.open(job.data(), plugins, job.directory(), job.seed());
    var graphs = new JobGraphs(job, plugins, JobData.types(splits.train()));
    var metrics = new MetricSet(job.training().metrics(), plugins);
    var data = JobData.of(job, splits, graphs, metrics, Optional.empty());
    var graph = graphs.training(data.rows(job));
    var variables = new Variables(graph.variables(), job.seed());
    variables.moveTo(session);
    silent = new StepRunner(graph, session, variables.buffers(), false);
    observed = new StepRunner(graph, session, variables.buffers(), true);
    events = new RunEvents(publisher.open(), "benchmark", job.model().name());
    try (var batches = data.batches(job, 0)) {
      batch = batches.next();
    }
    seed = job.seed();
    rate = graphs.phases().get(0).learningRate();
  }

  /** A step without anything of events. */
  public double runWithoutEvents() {
    load(silent);
    silent.gradients();
    return finish(silent);
  }

  /** A step with what it takes to tell listeners, or to find out that there are none. */
  public double run() {
    var wanted = events.layersWanted();
    var runner = wanted ? observed : silent;
    load(runner);
    if (wanted) {
      events.position(1, step);
      runner.gradients(events);
    } else {
      runner.gradients();
    }
    var loss = finish(runner);
    events.position(1, step);
    events.stepFinished(loss, batch.rows(), 0, Map::of);
    return loss;
  }

  private void load(StepRunner runner) {
    step++;
    runner.load(batch);
    runner.key(seed, step);
    runner.rate(0, rate, step);
  }

  private double finish(StepRunner runner) {
    if (!runner.isFinite()) {
      throw new IllegalStateException("the training of the benchmark has diverged");
    }
    runner.update();
    return runner.loss();
  }

  @Override
  public void close() {
    events.close();
    silent.close();
    observed.close();
  }
}
