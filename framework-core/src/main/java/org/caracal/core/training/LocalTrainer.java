package org.caracal.core.training;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.caracal.PluginException;
import org.caracal.core.backend.BackendRegistry;
import org.caracal.core.event.EventPublisher;
import org.caracal.core.model.ModelTracer;
import org.caracal.core.plugin.Configured;
import org.caracal.core.plugin.PluginRegistry;
import org.caracal.core.plugin.ResolvedPlugins;
import org.caracal.data.DataSource;
import org.caracal.plugin.PluginKind;
import org.caracal.training.Job;
import org.caracal.training.Run;
import org.caracal.training.RunOptions;
import org.caracal.training.Trainer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/**
 * Runs jobs in this virtual machine. Immediate, for its runs go on when whoever started them has
 * given the service back.
 */
@Component(service = Trainer.class, immediate = true, configurationPid = TrainingConfiguration.PID)
@Designate(ocd = TrainingConfiguration.class)
public final class LocalTrainer implements Trainer {
  private static final int ENDED_RUNS_KEPT = 20;
  private static final long END_SECONDS = 20;

  private final PluginRegistry plugins;
  private final BackendRegistry backends;
  private final EventPublisher events;
  private final List<TrainingRun> runs = new ArrayList<>(); // guarded by itself
  private volatile TrainingConfiguration configuration;
  private long started; // guarded by runs

  /** Creates the component. */
  @Activate
  public LocalTrainer(
      @Reference PluginRegistry plugins,
      @Reference BackendRegistry backends,
      @Reference EventPublisher events,
      TrainingConfiguration configuration) {
    this.plugins = plugins;
    this.backends = backends;
    this.events = events;
    this.configuration = configuration;
  }

  /** On a thread of Config Admin. */
  @Modified
  void modified(TrainingConfiguration changed) {
    var before = configuration;
    configuration = changed;
    if (!before.backend().equals(changed.backend())) {
      active().forEach(run -> run.preferBackend(changed.backend()));
    }
  }

  /** Stops all runs, which save themselves, and waits for them within bounds. */
  @Deactivate
  void deactivate() {
    var active = active();
    active.forEach(Run::stop);
    var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(END_SECONDS);
    try {
      for (var run : active) {
        run.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // whoever stops the bundle is in a hurry
    }
  }

  @Override
  public Run start(Job job, RunOptions options) {
    var settings = configuration;
    var effective =
        new RunOptions(
            options.backend().equals(RunOptions.AUTO) ? settings.backend() : options.backend(),
            options.threads() > 0 ? options.threads() : settings.threads(),
            options.checkpoints(),
            options.resume(),
            options.swapEvery(),
            options.profile(),
            options.exact());
    var resolved = new ResolvedPlugins(plugins);
    check(job, options, resolved);
    TrainingRun run;
    synchronized (runs) {
      var wait = TimeUnit.SECONDS.toNanos(settings.waitSeconds());
      run = new TrainingRun("run-" + ++started, job, effective, backends, events, resolved, wait);
      runs.add(run);
      var ended = runs.stream().filter(one -> one.state().isEnd()).toList();
      runs.removeAll(ended.subList(0, Math.max(0, ended.size() - ENDED_RUNS_KEPT)));
    }
    run.begin();
    return run;
  }

  /**
   * What can be found out at once: missing plugins, options and shapes that do not fit, an unknown
   * backend.
   */
  private void check(Job job, RunOptions options, ResolvedPlugins resolved) {
    backends.check(options.backend());
    if (backends.candidates().isEmpty()) {
      throw new PluginException(
          "no backend can be used"
              + backends.describeRefusals()
              + ": install a backend bundle, such as org.caracal.backend.java");
    }
    ModelTracer.trace(job.model(), resolved, job.training().batchSize(), true);
    job.training().phases().forEach(phase -> Phase.of(phase, resolved));
    new EarlyStopping(
        job.training().callbacks().earlyStopping(),
        new MetricSet(job.training().metrics(), resolved).higherIsBetter());
    Configured.<DataSource<Record>>resolve(
        resolved, PluginKind.DATA_SOURCE, job.data().train(), "data");
  }

  @Override
  public List<Run> runs() {
    synchronized (runs) {
      return List.copyOf(runs);
    }
  }

  private List<TrainingRun> active() {
    synchronized (runs) {
      return runs.stream().filter(run -> !run.state().isEnd()).toList();
    }
  }
}
