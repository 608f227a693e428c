package org.caracal.core.training;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.caracal.backend.BackendSession;
import org.caracal.backend.Kernel;
import org.caracal.core.data.Batch;
import org.caracal.core.data.DataSplits;
import org.caracal.core.event.EventPublisher;
import org.caracal.core.plan.Instrument;
import org.caracal.core.plugin.PluginResolver;
import org.caracal.core.profile.Work;
import org.caracal.training.Job;
import org.jspecify.annotations.Nullable;

/** Training steps of a job, over and over with the same batch, as the training loop runs them. */
public final class BenchmarkedStep implements AutoCloseable {
  private final StepRunner silent;
  private final Supplier<StepRunner> observe;
  private final RunEvents events;
  private final Batch batch;
  private final long seed;
  private final double rate;
  private @Nullable StepRunner observed;
  private double operations;
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
    silent = new StepRunner(graph, session, variables.buffers(), false, this::count);
    observe = () -> new StepRunner(graph, session, variables.buffers(), true, Instrument.NONE);
    events = new RunEvents(publisher.open(), "benchmark", job.model().name());
    try (var batches = data.batches(job, 0)) {
      batch = batches.next();
    }
    seed = job.seed();
    rate = graphs.phases().get(0).learningRate();
  }

  private Kernel count(Instrument.Site site, Kernel kernel) {
    operations += Work.of(site.request()).operations();
    return kernel;
  }

  /** The floating-point operations of a step. */
  public double operations() {
    return operations;
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
    var runner = wanted ? observed() : silent;
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

  /** Planned when somebody listens first. */
  private StepRunner observed() {
    if (observed == null) {
      observed = observe.get();
    }
    return observed;
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
    if (observed != null) {
      observed.close();
    }
  }
}
