package org.caracal.plugins.layers;

import org.caracal.graph.Tensor;
import org.caracal.layer.Layer;
import org.caracal.layer.Scope;
import org.caracal.layer.UnaryLayer;
import org.caracal.plugin.LayerPlugin;
import org.caracal.plugin.Option;
import org.osgi.service.component.annotations.Component;

/** {@code x P(X <= x)} for a standard normal X (Hendrycks and Gimpel 2016). */
@Component(service = Layer.class)
@LayerPlugin(name = "gelu")
public final class Gelu implements UnaryLayer<Gelu.Options> {
  /** Options of {@code gelu}. */
  public record Options(
      @Option(value = "whether to use the approximation by tanh", byDefault = "false")
          boolean approximate) {}

  @Override
  public Class<Options> optionsType() {
    return Options.class;
  }

  @Override
  public Tensor apply(Options options, Scope scope, Tensor input) {
    if (options.approximate()) {
      var inner =
          input
              .add(input.square().multiply(input).multiply(0.044715))
              .multiply(Math.sqrt(2 / Math.PI));
      return input.multiply(0.5).multiply(inner.tanh().add(1));
    }
    return input.multiply(0.5).multiply(input.multiply(Math.sqrt(0.5)).erf().add(1));
  }
}
