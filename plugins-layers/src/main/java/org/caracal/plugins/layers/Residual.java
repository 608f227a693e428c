package org.caracal.plugins.layers;

import java.util.HashMap;
import java.util.List;
import org.caracal.graph.Tensor;
import org.caracal.layer.Layer;
import org.caracal.layer.Scope;
import org.caracal.layer.UnaryLayer;
import org.caracal.plugin.LayerPlugin;
import org.caracal.plugin.Option;
import org.caracal.plugin.PluginSpec;
import org.osgi.service.component.annotations.Component;

/**
 * Layers, one after the other, with a connection around them: {@code y = x + layers(x)} (He et al.
 * 2016). They keep the shape; their parameters are named {@code dense_1/kernel} and so on.
 */
@Component(service = Layer.class)
@LayerPlugin(name = "residual")
public final class Residual implements UnaryLayer<Residual.Options> {
  /** Options of {@code residual}. */
  public record Options(@Option("the layers") List<PluginSpec> layers) {}

  @Override
  public Class<Options> optionsType() {
    return Options.class;
  }

  @Override
  public Tensor apply(Options options, Scope scope, Tensor input) {
    if (options.layers().isEmpty()) {
      throw new IllegalArgumentException("option layers: expected at least one layer");
    }
    var numbers = new HashMap<String, Integer>();
    var output = input;
    for (var layer : options.layers()) {
      var name = layer.name() + "_" + numbers.merge(layer.name(), 1, Integer::sum);
      output = scope.layer(name, layer, List.of(output)).get(0);
    }
    if (!output.type().equals(input.type())) {
      throw new IllegalArgumentException(
          "expected layers that keep the type " + input.type() + ", got " + output.type());
    }
    return input.add(output);
  }
}
