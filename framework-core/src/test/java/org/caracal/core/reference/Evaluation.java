package org.caracal.core.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.caracal.array.NdArray;
import org.caracal.backend.Backend;
import org.caracal.backend.Execution;
import org.caracal.core.plan.Planner;
import org.caracal.core.plan.StepGraph;
import org.caracal.graph.Tensor;

/** Computes tensors from arrays on a backend, once. */
public final class Evaluation {
  private Evaluation() {}

  /** The value of each tensor for these values of the inputs. */
  public static List<NdArray> evaluate(
      Backend backend, Map<Tensor, NdArray> inputs, List<Tensor> tensors) {
    return evaluate(backend, new Execution(1), inputs, tensors);
  }

  /** The same, executed in some way. */
  public static List<NdArray> evaluate(
      Backend backend, Execution execution, Map<Tensor, NdArray> inputs, List<Tensor> tensors) {
    var step = StepGraph.of(List.copyOf(inputs.keySet()), List.of(), tensors);
    try (var session = backend.open(execution);
        var plan = Planner.plan(step, session, Map.of(), false)) {
      inputs.forEach((tensor, value) -> plan.feed(tensor).write(value.elements()));
      plan.run();
      var results = new ArrayList<NdArray>();
      for (var tensor : tensors) {
        var result = NdArray.zeros(tensor.type());
        plan.fetch(tensor).read(result.elements());
        results.add(result);
      }
      return results;
    }
  }
}
