package org.caracal.plugins.layers;

import java.util.Map;
import org.caracal.array.Shape;
import org.caracal.graph.LayerNormalization;
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
 * {@code y = scale (x - mean) / sqrt(variance + epsilon) + offset} with mean and (biased) variance
 * over the last axis: {@code [N, ..., F] -> [N, ..., F]} (Ba et al. 2016). Parameters: {@code scale
 * [F]}, {@code offset [F]}.
 */
@Component(service = Layer.class)
@LayerPlugin(name = "layer-norm")
public final class LayerNorm implements UnaryLayer<LayerNorm.Options> {
  private static final PluginSpec ONE = PluginSpec.of("constant", Map.of("value", 1.0));
  private static final PluginSpec ZERO = PluginSpec.of("zeros");

  /** Options of {@code layer-norm}. */
  public record Options(
      @Option(value = "added to the variance", byDefault = "1e-5", min = 0) double epsilon) {}

  @Override
  public Class<Options> optionsType() {
    return Options.class;
  }

  @Override
  public Tensor apply(Options options, Scope scope, Tensor input) {
    if (input.shape().rank() < 2 || !input.dtype().isFloating()) {
      throw new IllegalArgumentException(
          "expected a floating input [N, ..., F], got " + input.type());
    }
    var features = Shape.of(input.shape().extent(-1));
    var scale = scope.parameter("scale", features, Fans.NONE, ONE);
    var offset = scope.parameter("offset", features, Fans.NONE, ZERO);
    return Tensor.of(new LayerNormalization(options.epsilon()), input, scale, offset);
  }
}
