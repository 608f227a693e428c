package com.example.mish;

import org.caracal.graph.Tensor;
import org.caracal.layer.Layer;
import org.caracal.layer.Scope;
import org.caracal.layer.UnaryLayer;
import org.caracal.plugin.LayerPlugin;
import org.caracal.plugin.NoOptions;
import org.osgi.service.component.annotations.Component;

/** {@code x tanh(log(1 + e^x))}, elementwise (Misra 2019). */
@Component(service = Layer.class)
@LayerPlugin(name = "mish")
public final class Mish implements UnaryLayer<NoOptions> {
  @Override
  public Class<NoOptions> optionsType() {
    return NoOptions.class;
  }

  @Override
  public Tensor apply(NoOptions options, Scope scope, Tensor x) {
    return x.multiply(x.softplus().tanh());
  }
}
