package org.caracal.core.plan;

import java.util.Map;
import org.caracal.backend.BackendSession;
import org.caracal.backend.Buffer;

/** Turns the graph of a step into a {@link Plan} for one backend session. */
public final class Planner {
  private Planner() {}

  /**
   * Makes a plan.
   *
   * @param step what to run
   * @param session compiles the kernels and allocates the buffers; stays open as long as the plan
   *     is used
   * @param variables the buffer of each variable, by its name; the plan reads and updates them in
   *     place
   * @param observed whether the results of all segments can be read with {@link Plan#value}; the
   *     numbers are the same bit for bit
   * @throws org.caracal.PluginException if the backend cannot compile an operation that every
   *     backend must have
   */
  public static Plan plan(
      StepGraph step, BackendSession session, Map<String, Buffer> variables, boolean observed) {
    return plan(step, session, variables, observed, Instrument.NONE);
  }

  /**
   * Makes a plan.
   *
   * @param instrument is told of all kernels that the plan runs over and over
   */
  public static Plan plan(
      StepGraph step,
      BackendSession session,
      Map<String, Buffer> variables,
      boolean observed,
      Instrument instrument) {
    var compiler = new KernelCompiler(session);
    var simplifier =
        new Simplifier(composite -> compiler.compile(composite).isPresent(), step.constants());
    var nodes = StepNodes.of(step, simplifier, observed);
    var order = Placement.place(nodes, simplifier);
    var groups = Fusion.fuse(order, nodes);
    Hoisting.hoist(groups, nodes.roots());
    var units = UnitBuilder.build(compiler, groups, nodes.roots());
    var schedule = new Schedule(units, nodes, simplifier, compiler);
    return new Binding(step, nodes, simplifier, session, variables)
        .plan(schedule, session, instrument);
  }
}
