package org.caracal.plugins.initializers;

import java.util.Arrays;
import org.caracal.array.Shape;
import org.caracal.initializer.Fans;
import org.caracal.initializer.Initializer;
import org.caracal.plugin.InitializerPlugin;
import org.caracal.plugin.Option;
import org.caracal.random.RandomStream;
import org.osgi.service.component.annotations.Component;

/** All the same. */
@Component(service = Initializer.class)
@InitializerPlugin(name = "constant")
public final class ConstantValue implements Initializer<ConstantValue.Options> {
  /** Options of {@code constant}. */
  public record Options(@Option("the value") double value) {}

  @Override
  public Class<Options> optionsType() {
    return Options.class;
  }

  @Override
  public void initialize(
      Options options, Shape shape, Fans fans, RandomStream random, double[] values) {
    Arrays.fill(values, options.value());
  }
}
