package org.caracal.plugins.initializers;

import java.util.Arrays;
import org.caracal.array.Shape;
import org.caracal.initializer.Fans;
import org.caracal.initializer.Initializer;
import org.caracal.plugin.InitializerPlugin;
import org.caracal.plugin.NoOptions;
import org.caracal.random.RandomStream;
import org.osgi.service.component.annotations.Component;

/** All zero. */
@Component(service = Initializer.class)
@InitializerPlugin(name = "zeros")
public final class Zeros implements Initializer<NoOptions> {
  @Override
  public Class<NoOptions> optionsType() {
    return NoOptions.class;
  }

  @Override
  public void initialize(
      NoOptions options, Shape shape, Fans fans, RandomStream random, double[] values) {
    Arrays.fill(values, 0);
  }
}
