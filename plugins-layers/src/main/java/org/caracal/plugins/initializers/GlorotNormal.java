package org.caracal.plugins.initializers;

import org.caracal.array.Shape;
import org.caracal.initializer.Fans;
import org.caracal.initializer.Initializer;
import org.caracal.plugin.InitializerPlugin;
import org.caracal.plugin.NoOptions;
import org.caracal.random.RandomStream;
import org.osgi.service.component.annotations.Component;

/** Normal with variance {@code 2 / (in + out)} (Glorot and Bengio 2010). */
@Component(service = Initializer.class)
@InitializerPlugin(name = "glorot-normal")
public final class GlorotNormal implements Initializer<NoOptions> {
  @Override
  public Class<NoOptions> optionsType() {
    return NoOptions.class;
  }

  @Override
  public void initialize(
      NoOptions options, Shape shape, Fans fans, RandomStream random, double[] values) {
    VarianceScaling.normal(2.0 / (fans.in() + fans.out()), random, values);
  }
}
