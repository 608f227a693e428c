package org.caracal.plugins.losses;

import org.caracal.graph.Tensor;
import org.caracal.loss.Loss;
import org.caracal.plugin.LossPlugin;
import org.caracal.plugin.NoOptions;
import org.osgi.service.component.annotations.Component;

/** The mean of {@code (p - t)^2} over all elements. */
@Component(service = Loss.class)
@LossPlugin(name = "mse")
public final class MeanSquaredError implements Loss<NoOptions> {
  @Override
  public Class<NoOptions> optionsType() {
    return NoOptions.class;
  }

  @Override
  public Tensor apply(NoOptions options, Tensor prediction, Tensor target) {
    return prediction.subtract(Targets.like(prediction, target)).square().mean(false);
  }
}
