package org.caracal.plugins.losses;

import org.caracal.graph.Tensor;
import org.caracal.loss.Loss;
import org.caracal.plugin.LossPlugin;
import org.caracal.plugin.Option;
import org.osgi.service.component.annotations.Component;

/**
 * The mean of {@code d^2 / 2} where {@code |d| <= delta} and {@code delta (|d| - delta / 2)}
 * elsewhere, with {@code d = p - t} (Huber 1964).
 */
@Component(service = Loss.class)
@LossPlugin(name = "huber")
public final class Huber implements Loss<Huber.Options> {
  /** Options of {@code huber}. */
  public record Options(
      @Option(value = "where the quadratic part ends", byDefault = "1", min = 0) double delta) {}

  @Override
  public Class<Options> optionsType() {
    return Options.class;
  }

  @Override
  public Tensor apply(Options options, Tensor prediction, Tensor target) {
    var distance = prediction.subtract(Targets.like(prediction, target)).abs();
    // with q = min(d, delta) both cases are q (d - q / 2)
    var quadratic = distance.minimum(options.delta());
    return quadratic.multiply(distance.subtract(quadratic.multiply(0.5))).mean(false);
  }
}
