package org.caracal.core.metric;

import org.caracal.metric.Metric;
import org.caracal.plugin.MetricPlugin;
import org.caracal.plugin.NoOptions;
import org.osgi.service.component.annotations.Component;

/** The mean absolute error over all elements. */
@Component(service = Metric.class)
@MetricPlugin(name = "mae")
public final class MeanAbsoluteError implements Metric<NoOptions> {
  @Override
  public Class<NoOptions> optionsType() {
    return NoOptions.class;
  }

  @Override
  public boolean higherIsBetter() {
    return false;
  }

  @Override
  public Accumulator start(NoOptions options) {
    return new Residuals(Residuals::meanAbsolute);
  }
}
