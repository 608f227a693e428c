package org.caracal.core.prediction;

import java.util.LinkedHashMap;
import java.util.Map;
import org.caracal.array.NdArray;
import org.caracal.backend.BackendSession;
import org.caracal.backend.Buffer;

/** The values of a model in buffers of a session, and the plans made for it. Confined to a lock. */
final class PredictionBench implements AutoCloseable {
  /** Batches of one size are the common case; each size needs a plan with buffers of its own. */
  private static final int PLANS_KEPT = 8;

  private final TrainedModel model;
  private final BackendSession session;
  private final Map<String, Buffer> variables;
  private final Map<Integer, PredictionPlan> plans = new LinkedHashMap<>(16, 0.75f, true);

  PredictionBench(TrainedModel model, BackendSession session) {
    this.model = model;
    this.session = session;
    this.variables = model.buffers(session);
  }

  /** Predicts for a batch of normalized inputs. */
  Map<String, NdArray> predict(Map<String, NdArray> inputs, int rows) {
    var plan = plans.get(rows);
    if (plan == null) {
      if (plans.size() == PLANS_KEPT) {
        var eldest = plans.entrySet().iterator();
        eldest.next().getValue().close();
        eldest.remove();
      }
      plan = new PredictionPlan(model.trace(rows), session, variables);
      plans.put(rows, plan);
    }
    return plan.run(inputs);
  }

  @Override
  public void close() {
    plans.values().forEach(PredictionPlan::close);
    variables.values().forEach(Buffer::close);
  }
}
