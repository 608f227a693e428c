package org.caracal.plugins.initializers;

import org.caracal.array.Shape;
import org.caracal.initializer.Fans;
import org.caracal.initializer.Initializer;
import org.caracal.plugin.InitializerPlugin;
import org.caracal.plugin.NoOptions;
import org.caracal.random.RandomStream;
import org.osgi.service.component.annotations.Component;

/** Uniform with variance {@code 2 / in} (He et al. 2015). */
@Component(service = Initializer.class)
@InitializerPlugin(name = "he-uniform")
public final class HeUniform implements Initializer<NoOptions> {
  @Override
  public Class<NoOptions> optionsType() {
    return NoOptions.class;
  }

  @Override
  public void initialize(
      NoOptions options, Shape shape, Fans fans, RandomStream random, double[] values) {
    VarianceScaling.uniform(2.0 / fans.in(), random, values);
  }
}
