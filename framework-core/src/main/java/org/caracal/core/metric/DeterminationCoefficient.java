package org.caracal.core.metric;

import org.caracal.metric.Metric;
import org.caracal.plugin.MetricPlugin;
import org.caracal.plugin.NoOptions;
import org.osgi.service.component.annotations.Component;

/**
 * The share of the targets' variance that is explained: 1 minus the squared error by that of always
 * predicting the mean.
 */
@Component(service = Metric.class)
@MetricPlugin(name = "r2")
public final class DeterminationCoefficient implements Metric<NoOptions> {
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
    return new Residuals(Residuals::determination);
  }
}
