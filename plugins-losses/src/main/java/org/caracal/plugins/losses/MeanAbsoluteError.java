package org.caracal.plugins.losses;

import org.caracal.graph.Tensor;
import org.caracal.loss.Loss;
import org.caracal.plugin.LossPlugin;
import org.caracal.plugin.NoOptions;
import org.osgi.service.component.annotations.Component;

/** The mean of {@code |p - t|} over all elements. */
@Component(service = Loss.class)
@LossPlugin(name = "mae")
public final class MeanAbsoluteError implements Loss<NoOptions> {
  @Override
  public Class<NoOptions> optionsType() {
    return NoOptions.class;
  }

  @Override
  public Tensor apply(NoOptions options, Tensor prediction, Tensor target) {
    return prediction.subtract(Targets.like(prediction, target)).abs().mean(false);
  }
}
