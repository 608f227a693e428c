package org.caracal.core.metric;

import org.caracal.metric.Metric;
import org.caracal.plugin.MetricPlugin;
import org.caracal.plugin.NoOptions;
import org.osgi.service.component.annotations.Component;

/**
 * Of what is of a class, the share that was predicted so; see {@link Confusion} for more than two
 * classes.
 */
@Component(service = Metric.class)
@MetricPlugin(name = "recall")
public final class Recall implements Metric<NoOptions> {
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
    return new Confusion(Confusion.Counts::recall);
  }
}
