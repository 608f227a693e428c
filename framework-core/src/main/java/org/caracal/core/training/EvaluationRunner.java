package org.caracal.core.training;

import java.util.Map;
import org.caracal.array.NdArray;
import org.caracal.backend.BackendSession;
import org.caracal.backend.Buffer;
import org.caracal.core.data.Batch;
import org.caracal.core.plan.HostView;
import org.caracal.core.plan.Plan;
import org.caracal.core.plan.Planner;

/** An evaluation step, planned for one backend session. Confined to one thread. */
final class EvaluationRunner implements AutoCloseable {
  private final Plan plan;
  private final FeatureFeeds features;
  private final Scalar loss;
  private final HostView[] outputs;

  EvaluationRunner(EvaluationStep step, BackendSession session, Map<String, Buffer> variables) {
    plan = Planner.plan(step.graph(), session, variables, false);
    features = new FeatureFeeds(step.features(), plan);
    plan.feed(step.randomKey()).write(new long[2]);
    loss = new Scalar(plan.fetch(step.loss()));
    outputs =
        step.outputs().stream()
            .map(output -> new HostView(plan.fetch(output), output.type()))
            .toArray(HostView[]::new);
  }

  /** Evaluates a batch. */
  void run(Batch batch) {
    features.write(batch);
    plan.run();
  }

  double loss() {
    return loss.read();
  }

  /** What a metric judges, on the host; valid until the next run. */
  NdArray output(int metric) {
    return outputs[metric].read();
  }

  @Override
  public void close() {
    plan.close();
  }
}
