package org.caracal.core.prediction;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.caracal.array.NdArray;
import org.caracal.backend.BackendSession;
import org.caracal.backend.Buffer;
import org.caracal.core.model.TracedModel;
import org.caracal.core.plan.HostView;
import org.caracal.core.plan.Plan;
import org.caracal.core.plan.Planner;
import org.caracal.core.plan.StepGraph;
import org.caracal.graph.Tensor;

/** A model planned for one number of examples on one session. */
final class PredictionPlan implements AutoCloseable {
  private final TracedModel model;
  private final Plan plan;
  private final Map<String, HostView> outputs = new LinkedHashMap<>();

  PredictionPlan(TracedModel model, BackendSession session, Map<String, Buffer> variables) {
    this.model = model;
    var feeds = new ArrayList<>(model.inputs().values());
    feeds.add(model.randomKey());
    var fetches = new LinkedHashMap<String, Tensor>();
    model.model().outputs().forEach(output -> fetches.put(output, model.output(output)));
    plan =
        Planner.plan(
            StepGraph.ofConstants(
                feeds, TrainedModel.variableTensors(model).toList(), List.copyOf(fetches.values())),
            session,
            variables,
            false);
    plan.feed(model.randomKey()).write(new long[2]);
    fetches.forEach(
        (name, tensor) -> outputs.put(name, new HostView(plan.fetch(tensor), tensor.type())));
  }

  /** Runs on inputs of exactly the planned types; the results are the caller's. */
  Map<String, NdArray> run(Map<String, NdArray> inputs) {
    model.inputs().forEach((name, tensor) -> plan.feed(tensor).write(inputs.get(name).elements()));
    plan.run();
    var results = new LinkedHashMap<String, NdArray>();
    outputs.forEach((name, view) -> results.put(name, view.read().copy()));
    return results;
  }

  @Override
  public void close() {
    plan.close();
  }
}
