package org.caracal.plugins.layers;

import org.caracal.graph.Compare;
import org.caracal.graph.Tensor;
import org.caracal.layer.Layer;
import org.caracal.layer.Scope;
import org.caracal.layer.UnaryLayer;
import org.caracal.plugin.LayerPlugin;
import org.caracal.plugin.Option;
import org.osgi.service.component.annotations.Component;

/** {@code x} where positive, {@code slope x} elsewhere (Maas et al. 2013). */
@Component(service = Layer.class)
@LayerPlugin(name = "leaky-relu")
public final class LeakyRelu implements UnaryLayer<LeakyRelu.Options> {
  /** Options of {@code leaky-relu}. */
  public record Options(
      @Option(value = "factor of negative inputs", byDefault = "0.01") double slope) {}

  @Override
  public Class<Options> optionsType() {
    return Options.class;
  }

  @Override
  public Tensor apply(Options options, Scope scope, Tensor input) {
    return input
        .compare(Compare.Relation.GREATER, 0)
        .select(input, input.multiply(options.slope()));
  }
}
