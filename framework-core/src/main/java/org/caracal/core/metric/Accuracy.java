package org.caracal.core.metric;

import org.caracal.metric.Metric;
import org.caracal.plugin.MetricPlugin;
import org.caracal.plugin.NoOptions;
import org.osgi.service.component.annotations.Component;

/**
 * The share of predictions {@code [N, ..., C]} whose largest element is at the target's index.
 * Predictions of one element are logits of a truth value.
 */
@Component(service = Metric.class)
@MetricPlugin(name = "accuracy")
public final class Accuracy implements Metric<NoOptions> {
  @Override
  public Class<NoOptions> optionsType() {
    return NoOptions.class;
  }

  @Override
  public boolean higherIsBetter() {
    return true;
  }

  @Override
  public Accumulator start(NoOptions options) {
    return new Share(
        (classes, position) -> classes.predicted(position) == classes.target(position));
  }
}
