package org.caracal.core.training;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.caracal.PluginException;
import org.caracal.backend.BackendSession;
import org.caracal.backend.Execution;
import org.caracal.core.backend.BackendLease;
import org.caracal.core.backend.Choice;
import org.caracal.core.plan.Instrument;
import org.caracal.core.profile.Profiler;

/**
 * What a run computes with at present: a leased backend, its session, and the plans made for it.
 * Closing it gives all of that back, but not the variables. Confined to the thread of the run.
 */
final class Workbench implements AutoCloseable {
  private final BackendLease lease;
  private final Choice choice;
  private final String description;
  private final BackendSession session;
  private final Variables variables;
  private final Profiler profiler;
  private final Instrument instrument;
  private final Map<TrainingStep, StepRunner> training = new IdentityHashMap<>();
  private final Map<TrainingStep, StepRunner> observed = new IdentityHashMap<>();
  private final Map<EvaluationStep, EvaluationRunner> evaluation = new IdentityHashMap<>();

  /**
   * Opens a session and moves the variables there.
   *
   * @param lease the backend; is closed with this, or at once if this fails
   * @param profiler is told of this backend and of the kernels of training steps
   * @throws PluginException if the backend fails; the variables are then where they were
   */
  Workbench(
      BackendLease lease,
      Choice choice,
      Execution execution,
      Variables variables,
      Profiler profiler) {
    this.lease = lease;
    this.choice = choice;
    this.variables = variables;
    this.profiler = profiler;
    BackendSession opened = null;
    try {
      opened = lease.open(execution);
      description = lease.backend().description();
      variables.moveTo(opened);
      session = opened;
    } catch (RuntimeException | Error e) {
      if (opened != null) {
        opened.close();
      }
      lease.close();
      throw new PluginException(choice.candidate().registered() + " cannot be used: " + e, e);
    }
    instrument = profiler.enter(choice.candidate().name(), execution.threads());
  }

  BackendLease lease() {
    return lease;
  }

  Choice choice() {
    return choice;
  }

  /** The backend's description of itself. */
  String description() {
    return description;
  }

  /** The runner of a training step, planned at its first use. */
  StepRunner training(TrainingStep step, boolean observe) {
    var runners = observe ? observed : training;
    var known = runners.get(step);
    if (known == null) {
      known = new StepRunner(step, session, variables.buffers(), observe, instrument);
      runners.put(step, known);
    }
    return known;
  }

  /** The runner of an evaluation, planned at its first use. */
  EvaluationRunner evaluation(EvaluationStep step) {
    return evaluation.computeIfAbsent(
        step, key -> new EvaluationRunner(key, session, variables.buffers()));
  }

  @Override
  public void close() {
    var resources = new ArrayList<AutoCloseable>();
    resources.add(() -> profiler.leave(session));
    resources.addAll(training.values());
    resources.addAll(observed.values());
    resources.addAll(evaluation.values());
    resources.addAll(List.of(session, lease));
    for (var resource : resources) {
      try {
        resource.close();
      } catch (Exception | Error e) { // a broken backend must not keep us from leaving it
        System.getLogger(Workbench.class.getName())
            .log(
                System.Logger.Level.WARNING,
                choice.candidate().registered() + " failed to close",
                e);
      }
    }
  }
}
