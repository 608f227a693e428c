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
 * Adds a learned vector to each position of a sequence, {@code [N, T, F] -> [N, T, F]}, so that
 * layers that treat positions alike can tell them apart. Parameter: {@code embedding [T, F]}.
 */
@Component(service = Layer.class)
@LayerPlugin(name = "position-embedding")
public final class PositionEmbedding implements UnaryLayer<PositionEmbedding.Options> {
  /** Options of {@code position-embedding}. */
  public record Options(
      @Option(value = "first values of the vectors", byDefault = "normal")
          PluginSpec initializer) {}

  @Override
  public Class<Options> optionsType() {
    return Options.class;
  }

  @Override
  public Tensor apply(Options options, Scope scope, Tensor input) {
    if (input.shape().rank() != 3 || !input.dtype().isFloating()) {
      throw new IllegalArgumentException(
          "expected a floating input [N, T, F], got " + input.type());
    }
    var length = input.shape().extent(1);
    var features = input.shape().extent(2);
    return input.add(
        scope.parameter(
            "embedding",
            Shape.of(length, features),
            new Fans(length, features),
            options.initializer()));
  }
}
