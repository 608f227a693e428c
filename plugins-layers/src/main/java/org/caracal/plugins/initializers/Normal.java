package org.caracal.plugins.initializers;

import org.caracal.array.Shape;
import org.caracal.initializer.Fans;
import org.caracal.initializer.Initializer;
import org.caracal.plugin.InitializerPlugin;
import org.caracal.plugin.Option;
import org.caracal.random.RandomStream;
import org.osgi.service.component.annotations.Component;

/** Normal numbers. */
@Component(service = Initializer.class)
@InitializerPlugin(name = "normal")
public final class Normal implements Initializer<Normal.Options> {
  /** Options of {@code normal}. */
  public record Options(
      @Option(value = "the mean", byDefault = "0") double mean,
      @Option(value = "the standard deviation", byDefault = "0.05", min = 0) double deviation) {}

  @Override
  public Class<Options> optionsType() {
    return Options.class;
  }

  @Override
  public void initialize(
      Options options, Shape shape, Fans fans, RandomStream random, double[] values) {
    for (var i = 0; i < values.length; i++) {
      values[i] = options.mean() + options.deviation() * random.nextNormal();
    }
  }
}
