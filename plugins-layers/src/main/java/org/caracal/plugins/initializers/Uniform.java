package org.caracal.plugins.initializers;

import org.caracal.array.Shape;
import org.caracal.initializer.Fans;
import org.caracal.initializer.Initializer;
import org.caracal.plugin.InitializerPlugin;
import org.caracal.plugin.Option;
import org.caracal.random.RandomStream;
import org.osgi.service.component.annotations.Component;

/** Uniform numbers. */
@Component(service = Initializer.class)
@InitializerPlugin(name = "uniform")
public final class Uniform implements Initializer<Uniform.Options> {
  /** Options of {@code uniform}. */
  public record Options(
      @Option(value = "the lower bound, inclusive", byDefault = "-0.05") double low,
      @Option(value = "the upper bound, exclusive", byDefault = "0.05") double high) {}

  @Override
  public Class<Options> optionsType() {
    return Options.class;
  }

  @Override
  public void initialize(
      Options options, Shape shape, Fans fans, RandomStream random, double[] values) {
    if (options.low() > options.high()) {
      throw new IllegalArgumentException(
          "option low (" + options.low() + ") is above high (" + options.high() + ")");
    }
    for (var i = 0; i < values.length; i++) {
      values[i] = options.low() + (options.high() - options.low()) * random.nextUniform();
    }
  }
}
