package org.caracal.plugins.layers;

import org.caracal.graph.Tensor;
import org.caracal.layer.Layer;
import org.caracal.layer.Scope;
import org.caracal.layer.UnaryLayer;
import org.caracal.plugin.LayerPlugin;
import org.caracal.plugin.NoOptions;
import org.osgi.service.component.annotations.Component;

/** All axes but the batch's joined: {@code [N, a, b, ...] -> [N, a b ...]}. */
@Component(service = Layer.class)
@LayerPlugin(name = "flatten")
public final class Flatten implements UnaryLayer<NoOptions> {
  @Override
  public Class<NoOptions> optionsType() {
    return NoOptions.class;
  }

  @Override
  public Tensor apply(NoOptions options, Scope scope, Tensor input) {
    return input.reshape(
        input.shape().extent(0), input.shape().slice(1, input.shape().rank()).size());
  }
}
