package org.caracal.core.metric;

import org.caracal.metric.Metric;
import org.caracal.plugin.MetricPlugin;
import org.caracal.plugin.Option;
import org.osgi.service.component.annotations.Component;

/** The share of predictions among whose k largest elements is the target's. */
@Component(service = Metric.class)
@MetricPlugin(name = "top-k")
public final class TopK implements Metric<TopK.Options> {
  /** Options of {@code top-k}. */
  public record Options(
      @Option(value = "how many of the largest count", byDefault = "5", min = 1) int k) {}

  @Override
  public Class<Options> optionsType() {
    return Options.class;
  }

  @Override
  public boolean higherIsBetter() {
    return true;
  }

  @Override
  public Accumulator start(Options options) {
    return new Share((classes, position) -> classes.rankOfTarget(position) < options.k());
  }
}
