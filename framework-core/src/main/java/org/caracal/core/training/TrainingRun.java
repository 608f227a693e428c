package org.caracal.core.training;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.caracal.CaracalException;
import org.caracal.DataException;
import org.caracal.PluginException;
import org.caracal.SpecException;
import org.caracal.core.backend.BackendRegistry;
import org.caracal.core.checkpoint.CheckpointStore;
import org.caracal.core.data.DataSplits;
import org.caracal.core.event.EventPublisher;
import org.caracal.core.plan.Segment;
import org.caracal.core.plugin.ResolvedPlugins;
import org.caracal.core.profile.FlightRecording;
import org.caracal.core.profile.Profiler;
import org.caracal.core.profile.RunProfiler;
import org.caracal.training.Job;
import org.caracal.training.Profile;
import org.caracal.training.Run;
import org.caracal.training.RunOptions;
import org.caracal.training.RunResult;
import org.jspecify.annotations.Nullable;

/**
 * A run and its thread. The thread owns all that is trained; what others ask for goes through
 * {@link RunControl}, what they may read through {@link RunStatus}.
 */
final class TrainingRun implements Run {
  private static final System.Logger LOGGER = System.getLogger(TrainingRun.class.getName());

  private final String id;
  private final Job job;
  private final RunOptions options;
  private final BackendRegistry backends;
  private final EventPublisher publisher;

  /** Given up at the end: a run that has ended must not hold on to the classes of a bundle. */
  private volatile @Nullable ResolvedPlugins plugins;

  private final long patienceNanos;
  private final RunControl control = new RunControl();
  private final RunStatus status = new RunStatus();
  private final CompletableFuture<RunResult> result = new CompletableFuture<>();
  private final Thread thread;

  /**
   * Creates a run that has not begun.
   *
   * @param patienceNanos how long to wait for a backend when all have left, and for a data source
   *     that does not return
   */
  TrainingRun(
      String id,
      Job job,
      RunOptions options,
      BackendRegistry backends,
      EventPublisher publisher,
      ResolvedPlugins plugins,
      long patienceNanos) {
    this.id = id;
    this.job = job;
    this.options = options;
    this.backends = backends;
    this.publisher = publisher;
    this.plugins = plugins;
    this.patienceNanos = patienceNanos;
    this.thread = new Thread(this::runToEnd, "caracal-run-" + id);
    thread.setDaemon(true);
  }

  void begin() {
    thread.start();
  }

  /** Waits for the end of the thread; not if called on it. */
  void join(long milliseconds) throws InterruptedException {
    if (Thread.currentThread() != thread) {
      thread.join(milliseconds);
    }
  }

  private void runToEnd() {
    RunResult end;
    try (var events = new RunEvents(publisher.open(), id, job.model().name());
        var listening = backends.listen(control::wake)) {
      end = train(events);
      status.state(end.state());
      events.ended(end);
    } finally {
      plugins = null;
    }
    result.complete(end);
  }

  /** Never throws: whatever happens is in the result. */
  private RunResult train(RunEvents events) {
    try {
      var start = start(events);
      RunResult end;
      try (var seat = new Seat(backends, start.parts(), patienceNanos);
          var loop =
              new TrainingLoop(
                  start.parts(),
                  seat,
                  start.savePoint(),
                  start.stopping(),
                  start.progress(),
                  patienceNanos)) {
        end = train(loop, start);
      }
      return withProfiles(end, start.parts().profiler().profiles());
    } catch (Throwable e) { // not even begun
      return new RunResult(
          State.FAILED,
          status.step(),
          0,
          0,
          Map.of(),
          status.backend(),
          Optional.empty(),
          Optional.of(failure(e)),
          List.of());
    }
  }

  private RunResult withProfiles(RunResult end, List<Profile> profiles) {
    if (profiles.isEmpty()) {
      return end;
    }
    profiles.forEach(profile -> FlightRecording.record(id, profile));
    return new RunResult(
        end.state(),
        end.steps(),
        end.seconds(),
        end.stepsPerSecond(),
        end.metrics(),
        end.backend(),
        end.checkpoint(),
        end.failure(),
        profiles);
  }

  private RunResult train(TrainingLoop loop, Start start) {
    var state = State.FAILED;
    var failure = Optional.<CaracalException>empty();
    try {
      state = loop.run();
    } catch (Throwable e) { // ours, or that of a plugin that nobody has named yet
      failure = Optional.of(failure(e));
    }
    if (state != State.FINISHED) {
      failure = loop.saveUnfinished(failure).map(e -> withStep(e, loop.step()));
      state = failure.isPresent() ? State.FAILED : state;
    }
    var seconds = loop.nanoseconds() / 1e9;
    var steps = loop.step() - start.progress().step();
    return new RunResult(
        state,
        loop.step(),
        seconds,
        seconds > 0 ? steps / seconds : 0,
        loop.metrics(),
        status.backend(),
        start.savePoint().saved(),
        failure,
        List.of());
  }

  private CaracalException failure(Throwable e) {
    LOGGER.log(System.Logger.Level.DEBUG, "run " + id + " failed", e);
    return e instanceof CaracalException known
        ? known
        : new PluginException(
            "run "
                + id
                + " of job "
                + job.name()
                + " failed in step "
                + (status.step() + 1)
                + ": "
                + e,
            e);
  }

  /** Adds where the run stands after the failure. */
  private static CaracalException withStep(CaracalException e, long step) {
    var message = e.getMessage() + "; the parameters are those of step " + step;
    if (e instanceof SpecException) {
      return new SpecException(message, e);
    }
    return e instanceof DataException
        ? new DataException(message, e)
        : new PluginException(message, e);
  }

  /** Where a run begins. */
  private record Start(
      RunParts parts, EarlyStopping stopping, SavePoint savePoint, Progress progress) {}

  private Start start(RunEvents events) {
    var plugins = Objects.requireNonNull(this.plugins);
    var from = options.resume().map(CheckpointStore::load);
    var store = options.checkpoints().map(CheckpointStore::new);
    store.ifPresent(CheckpointStore::prepare);
    var metrics = new MetricSet(job.training().metrics(), plugins);
    var stopping =
        new EarlyStopping(job.training().callbacks().earlyStopping(), metrics.higherIsBetter());
    var splits = DataSplits.open(job.data(), plugins, job.directory(), job.seed());
    var graphs = new JobGraphs(job, plugins, JobData.types(splits.train()));
    var data = JobData.of(job, splits, graphs, metrics, from.map(CheckpointContent::normalization));
    var variables = new Variables(graphs.training(data.rows(job)).variables(), job.seed());
    var parts =
        new RunParts(
            job,
            options,
            control,
            status,
            events,
            graphs,
            data,
            variables,
            metrics,
            options.profile() ? profiler(graphs.training(data.rows(job))) : Profiler.NONE);
    from.ifPresent(snapshot -> variables.copyFrom(snapshot.tensors()));
    from.map(CheckpointContent::stopping).ifPresent(stopping::restore);
    var progress = from.map(CheckpointContent::progress).orElse(Progress.NONE);
    var savePoint =
        new SavePoint(
            parts, stopping, new CheckpointContent(job, plugins, data.normalization()), store);
    savePoint.take(progress);
    return new Start(parts, stopping, savePoint, progress);
  }

  private RunProfiler profiler(TrainingStep step) {
    var layers =
        step.graph().segments().stream()
            .filter(segment -> segment.kind() == Segment.Kind.FORWARD)
            .map(Segment::path)
            .distinct()
            .toList();
    return new RunProfiler(layers, job.model().dtype());
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public Job job() {
    return job;
  }

  @Override
  public State state() {
    return status.state();
  }

  @Override
  public long step() {
    return status.step();
  }

  @Override
  public BackendChoice backend() {
    return status.backend();
  }

  @Override
  public void pause() {
    control.pause();
  }

  @Override
  public void resume() {
    control.resume();
  }

  @Override
  public void stop() {
    control.stop();
  }

  @Override
  public void useBackend(String name) {
    backends.check(name);
    control.useBackend(name);
  }

  /** Moves to a backend as soon as there is one of that name, whether it is known now or not. */
  void preferBackend(String name) {
    control.useBackend(name);
  }

  @Override
  public CompletionStage<RunResult> result() {
    return result.minimalCompletionStage();
  }
}
