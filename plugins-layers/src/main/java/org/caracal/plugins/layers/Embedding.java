package org.caracal.plugins.layers;

import org.caracal.array.Shape;
import org.caracal.graph.Tensor;
import org.caracal.initializer.Fans;
import org.caracal.layer.Layer;
import org.caracal.layer.Scope;
import org.caracal.layer.UnaryLayer;
import org.caracal.plugin.LayerPlugin;
import org.caracal.plugin.Option;
import org.caracal.plugin.PluginSpec;
import org.osgi.service.component.annotations.Component;

/**
 * A vector for each index: {@code [N, ...] -> [N, ..., dimensions]} of integers in [0, vocabulary).
 * Parameter: {@code embedding [vocabulary, dimensions]}.
 */
@Component(service = Layer.class)
@LayerPlugin(name = "embedding")
public final class Embedding implements UnaryLayer<Embedding.Options> {
  /** Options of {@code embedding}. */
  public record Options(
      @Option(value = "number of different indices", min = 1) int vocabulary,
      @Option(value = "length of each vector", min = 1) int dimensions,
      @Option(value = "first values of the vectors", byDefault = "normal")
          PluginSpec initializer) {}

  @Override
  public Class<Options> optionsType() {
    return Options.class;
  }

  @Override
  public Tensor apply(Options options, Scope scope, Tensor input) {
    if (!input.dtype().isInteger()) {
      throw new IllegalArgumentException("expected integer indices [N, ...], got " + input.type());
    }
    var table =
        scope.parameter(
            "embedding",
            Shape.of(options.vocabulary(), options.dimensions()),
            new Fans(options.vocabulary(), options.dimensions()),
            options.initializer());
    return table.gather(0, input);
  }
}
