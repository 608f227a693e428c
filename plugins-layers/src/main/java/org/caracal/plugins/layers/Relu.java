package org.caracal.plugins.layers;

import org.caracal.graph.Tensor;
import org.caracal.layer.Layer;
import org.caracal.layer.Scope;
import org.caracal.layer.UnaryLayer;
import org.caracal.plugin.LayerPlugin;
import org.caracal.plugin.NoOptions;
import org.osgi.service.component.annotations.Component;

/** {@code max(x, 0)}, elementwise. */
@Component(service = Layer.class)
@LayerPlugin(name = "relu")
public final class Relu implements UnaryLayer<NoOptions> {
  @Override
  public Class<NoOptions> optionsType() {
    return NoOptions.class;
  }

  @Override
  public Tensor apply(NoOptions options, Scope scope, Tensor input) {
    return input.relu();
  }
}
