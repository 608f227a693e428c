package org.caracal.plugins.layers;

import java.util.List;
import java.util.stream.IntStream;
import org.caracal.graph.Tensor;
import org.caracal.layer.Layer;
import org.caracal.layer.Scope;
import org.caracal.layer.UnaryLayer;
import org.caracal.plugin.LayerPlugin;
import org.caracal.plugin.Option;
import org.osgi.service.component.annotations.Component;

/** The elements of each example under another shape: {@code [N, ...] -> [N, shape]}. */
@Component(service = Layer.class)
@LayerPlugin(name = "reshape")
public final class Reshape implements UnaryLayer<Reshape.Options> {
  /** Options of {@code reshape}. */
  public record Options(
      @Option("the shape without the batch axis; one extent may be -1 and is computed")
          List<Integer> shape) {}

  @Override
  public Class<Options> optionsType() {
    return Options.class;
  }

  @Override
  public Tensor apply(Options options, Scope scope, Tensor input) {
    var extents =
        IntStream.concat(
            IntStream.of(input.shape().extent(0)),
            options.shape().stream().mapToInt(extent -> extent));
    return input.reshape(extents.toArray());
  }
}
