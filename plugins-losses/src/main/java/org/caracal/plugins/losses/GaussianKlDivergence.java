package org.caracal.plugins.losses;

import org.caracal.graph.Tensor;
import org.caracal.graph.Unary;
import org.caracal.loss.Loss;
import org.caracal.plugin.LossPlugin;
import org.caracal.plugin.NoOptions;
import org.osgi.service.component.annotations.Component;

/**
 * The Kullback-Leibler divergence of normal distributions from the standard normal one, {@code sum
 * (m^2 + e^v - v - 1) / 2} over the elements of an example, its mean over the batch. The output is
 * the mean m, the target the logarithm v of the variance, as a rule another layer (Kingma and
 * Welling 2014).
 */
@Component(service = Loss.class)
@LossPlugin(name = "gaussian-kl-divergence")
public final class GaussianKlDivergence implements Loss<NoOptions> {
  @Override
  public Class<NoOptions> optionsType() {
    return NoOptions.class;
  }

  @Override
  public Tensor apply(NoOptions options, Tensor prediction, Tensor target) {
    if (prediction.shape().rank() < 1) {
      throw new IllegalArgumentException("expected means [N, ...], got " + prediction.type());
    }
    var logVariance = Targets.like(prediction, target);
    return prediction
        .square()
        .add(logVariance.unary(Unary.Function.EXPM1))
        .subtract(logVariance)
        .sum(false)
        .multiply(0.5 / prediction.shape().extent(0));
  }
}
