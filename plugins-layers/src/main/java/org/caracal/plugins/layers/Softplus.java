package org.caracal.plugins.layers;

import org.caracal.graph.Tensor;
import org.caracal.layer.Layer;
import org.caracal.layer.Scope;
import org.caracal.layer.UnaryLayer;
import org.caracal.plugin.LayerPlugin;
import org.caracal.plugin.NoOptions;
import org.osgi.service.component.annotations.Component;

/** {@code log(1 + e^x)}, elementwise, without overflow. */
@Component(service = Layer.class)
@LayerPlugin(name = "softplus")
public final class Softplus implements UnaryLayer<NoOptions> {
  @Override
  public Class<NoOptions> optionsType() {
    return NoOptions.class;
  }

  @Override
  public Tensor apply(NoOptions options, Scope scope, Tensor input) {
    return input.softplus();
  }
}
