package org.caracal.core.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.caracal.backend.BackendSession;
import org.caracal.backend.Buffer;
import org.caracal.graph.Tensor;

/** Brings scheduled units and buffers together to a plan. */
final class Binding {
  private final StepGraph step;
  private final StepNodes nodes;
  private final Map<Tensor, Buffer> feeds = new HashMap<>();
  private final Map<Node, Buffer> bound = new HashMap<>();

  Binding(
      StepGraph step,
      StepNodes nodes,
      Simplifier simplifier,
      BackendSession session,
      Map<String, Buffer> variables) {
    this.step = step;
    this.nodes = nodes;
    for (var feed : step.feeds()) {
      var buffer = session.allocate(feed.dtype(), feed.shape().size());
      feeds.put(feed, buffer);
      bound.put(simplifier.node(feed), buffer);
    }
    for (var variable : step.variables()) {
      bound.put(simplifier.node(variable), buffer(variable, variables));
    }
  }

  private static Buffer buffer(Tensor variable, Map<String, Buffer> variables) {
    var name = StepGraph.name(variable);
    var buffer = variables.get(name);
    if (buffer == null) {
      throw new IllegalArgumentException("no buffer is bound to variable " + name);
    }
    if (buffer.dtype() != variable.dtype() || buffer.length() != variable.shape().size()) {
      throw new IllegalArgumentException(
          "variable "
              + name
              + " is "
              + variable.type()
              + ", its buffer is "
              + buffer.dtype()
              + "["
              + buffer.length()
              + "]");
    }
    return buffer;
  }

  Plan plan(Schedule schedule, BackendSession session, Instrument instrument) {
    for (var unit : schedule.order) {
      for (var input : unit.inputs) {
        if (input.isInput() && !bound.containsKey(input)) {
          throw new IllegalArgumentException(
              "the step reads "
                  + input
                  + " ("
                  + input.type
                  + "), which is neither among its feeds nor its variables");
        }
      }
    }
    var assignment = new BufferAssignment(session, schedule, nodes, bound);
    var calls = new ArrayList<List<KernelCall>>();
    step.segments().forEach(segment -> calls.add(new ArrayList<>()));
    for (var unit : schedule.order) {
      var inputs = buffers(unit.inputs, assignment);
      var outputs = buffers(unit.outputs, assignment);
      if (unit.segment == Node.ONCE) {
        new KernelCall(unit, unit.kernel, inputs, outputs).run(step.segments().get(0));
      } else {
        var kernel =
            instrument
                    == Instrument.NONE // spares the first step to find out where all kernels stand
                ? unit.kernel
                : instrument.attach(unit.site(step.segments()), unit.kernel);
        calls.get(unit.segment).add(new KernelCall(unit, kernel, inputs, outputs));
      }
    }
    var owned = new ArrayList<>(assignment.owned);
    owned.addAll(feeds.values());
    return new Plan(
        step.segments(),
        calls.stream().map(list -> list.toArray(KernelCall[]::new)).toArray(KernelCall[][]::new),
        feeds,
        fetches(assignment),
        results(assignment),
        owned);
  }

  private Map<Tensor, Buffer> fetches(BufferAssignment assignment) {
    var fetches = new HashMap<Tensor, Buffer>();
    for (var i = 0; i < step.fetches().size(); i++) {
      fetches.put(step.fetches().get(i), assignment.buffers.get(nodes.fetches().get(i).storage()));
    }
    return fetches;
  }

  private Map<Tensor, Buffer> results(BufferAssignment assignment) {
    var results = new HashMap<Tensor, Buffer>();
    if (nodes.observed()) {
      for (var segment = 0; segment < step.segments().size(); segment++) {
        var tensors = step.segments().get(segment).results();
        for (var i = 0; i < tensors.size(); i++) {
          results.put(
              tensors.get(i),
              assignment.buffers.get(nodes.results().get(segment).get(i).storage()));
        }
      }
    }
    return results;
  }

  private static Buffer[] buffers(List<Node> nodes, BufferAssignment assignment) {
    return nodes.stream().map(assignment.buffers::get).toArray(Buffer[]::new);
  }
}
