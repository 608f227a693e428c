package org.caracal.core.training;

import java.util.Map;
import org.caracal.backend.Buffer;
import org.caracal.core.data.Batch;
import org.caracal.core.plan.Plan;
import org.caracal.graph.Tensor;

/** Brings the features of a batch to the buffers of a plan. */
final class FeatureFeeds {
  private final String[] names;
  private final Buffer[] buffers;

  FeatureFeeds(Map<String, Tensor> feeds, Plan plan) {
    names = feeds.keySet().toArray(String[]::new);
    buffers = feeds.values().stream().map(plan::feed).toArray(Buffer[]::new);
  }

  void write(Batch batch) {
    for (var i = 0; i < names.length; i++) {
      buffers[i].write(batch.feature(names[i]).elements());
    }
  }
}
