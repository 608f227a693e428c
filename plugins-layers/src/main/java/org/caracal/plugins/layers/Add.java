package org.caracal.plugins.layers;

import java.util.List;
import org.caracal.graph.Tensor;
import org.caracal.layer.Layer;
import org.caracal.layer.Scope;
import org.caracal.plugin.LayerPlugin;
import org.caracal.plugin.NoOptions;
import org.osgi.service.component.annotations.Component;

/** The sum of its inputs, as in a residual connection; shapes are broadcast. */
@Component(service = Layer.class)
@LayerPlugin(name = "add")
public final class Add implements Layer<NoOptions> {
  @Override
  public Class<NoOptions> optionsType() {
    return NoOptions.class;
  }

  @Override
  public List<Tensor> apply(NoOptions options, Scope scope, List<Tensor> inputs) {
    return List.of(
        inputs.stream()
            .reduce(Tensor::add)
            .orElseThrow(() -> new IllegalArgumentException("expected at least one input")));
  }
}
