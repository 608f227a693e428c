package org.caracal.plugins.layers;

import java.util.List;
import org.caracal.graph.Tensor;
import org.caracal.layer.Layer;
import org.caracal.layer.Scope;
import org.caracal.plugin.LayerPlugin;
import org.caracal.plugin.Option;
import org.osgi.service.component.annotations.Component;

/** Its inputs one after the other along an axis: {@code [N, a], [N, b] -> [N, a + b]}. */
@Component(service = Layer.class)
@LayerPlugin(name = "concat")
public final class Concat implements Layer<Concat.Options> {
  /** Options of {@code concat}. */
  public record Options(
      @Option(value = "the axis; negative ones count from the end", byDefault = "-1") int axis) {}

  @Override
  public Class<Options> optionsType() {
    return Options.class;
  }

  @Override
  public List<Tensor> apply(Options options, Scope scope, List<Tensor> inputs) {
    if (inputs.isEmpty()) {
      throw new IllegalArgumentException("expected at least one input");
    }
    return List.of(Tensor.concat(options.axis(), inputs));
  }
}
