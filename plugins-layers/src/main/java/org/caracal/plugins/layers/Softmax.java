package org.caracal.plugins.layers;

import org.caracal.graph.Tensor;
import org.caracal.layer.Layer;
import org.caracal.layer.Scope;
import org.caracal.layer.UnaryLayer;
import org.caracal.plugin.LayerPlugin;
import org.caracal.plugin.Option;
import org.osgi.service.component.annotations.Component;

/** {@code e^x_i / sum_j e^x_j} along an axis. Losses that take logits need none. */
@Component(service = Layer.class)
@LayerPlugin(name = "softmax")
public final class Softmax implements UnaryLayer<Softmax.Options> {
  /** Options of {@code softmax}. */
  public record Options(
      @Option(value = "the axis; negative ones count from the end", byDefault = "-1") int axis) {}

  @Override
  public Class<Options> optionsType() {
    return Options.class;
  }

  @Override
  public Tensor apply(Options options, Scope scope, Tensor input) {
    return input.softmax(options.axis());
  }
}
