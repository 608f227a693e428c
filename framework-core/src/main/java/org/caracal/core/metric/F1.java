package org.caracal.core.metric;

import org.caracal.metric.Metric;
import org.caracal.plugin.MetricPlugin;
import org.caracal.plugin.NoOptions;
import org.osgi.service.component.annotations.Component;

/** The harmonic mean of precision and recall; see {@link Confusion} for more than two classes. */
@Component(service = Metric.class)
@MetricPlugin(name = "f1")
public final class F1 implements Metric<NoOptions> {
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
    return new Confusion(Confusion.Counts::f1);
  }
}
