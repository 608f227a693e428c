package org.caracal.plugins.initializers;

import org.caracal.array.Shape;
import org.caracal.initializer.Fans;
import org.caracal.initializer.Initializer;
import org.caracal.plugin.InitializerPlugin;
import org.caracal.plugin.NoOptions;
import org.caracal.random.RandomStream;
import org.osgi.service.component.annotations.Component;

/** Normal with variance {@code 1 / in} (LeCun et al. 1998). */
@Component(service = Initializer.class)
@InitializerPlugin(name = "lecun-normal")
public final class LecunNormal implements Initializer<NoOptions> {
  @Override
  public Class<NoOptions> optionsType() {
    return NoOptions.class;
  }

  @Override
  public void initialize(
      NoOptions options, Shape shape, Fans fans, RandomStream random, double[] values) {
    VarianceScaling.normal(1.0 / fans.in(), random, values);
  }
}
