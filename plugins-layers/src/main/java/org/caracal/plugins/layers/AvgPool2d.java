package org.caracal.plugins.layers;

import java.util.List;
import java.util.Optional;
import org.caracal.graph.Tensor;
import org.caracal.graph.WindowGeometry;
import org.caracal.graph.WindowSum;
import org.caracal.layer.Layer;
import org.caracal.layer.Scope;
import org.caracal.layer.UnaryLayer;
import org.caracal.plugin.LayerPlugin;
import org.caracal.plugin.Option;
import org.osgi.service.component.annotations.Component;

/**
 * The mean of the elements of each window and channel, padding not counted: {@code [N, C, H, W] ->
 * [N, C, H', W']}.
 */
@Component(service = Layer.class)
@LayerPlugin(name = "avg-pool2d")
public final class AvgPool2d implements UnaryLayer<AvgPool2d.Options> {
  private static final int RANK = 2;

  /**
   * Options of {@code avg-pool2d}; {@code window} and {@code stride} are one number, or one for
   * each spatial axis.
   */
  public record Options(
      @Option(value = "extents of the window", byDefault = "2", min = 1) List<Integer> window,
      @Option(value = "steps of the window; those of its extents if not given", min = 1)
          Optional<List<Integer>> stride,
      @Option(value = "elements around the input, which never count", byDefault = "valid")
          Padding padding) {}

  @Override
  public Class<Options> optionsType() {
    return Options.class;
  }

  @Override
  public Tensor apply(Options options, Scope scope, Tensor input) {
    Sliding.requireImages(input, RANK);
    var window = Sliding.entries("window", options.window(), RANK);
    var stride = Sliding.entries("stride", options.stride().orElse(window), RANK);
    var sliding =
        Sliding.geometry(input.shape(), window, stride, List.of(1, 1), options.padding(), 1);
    var geometry =
        new WindowGeometry(
            window, stride, sliding.paddingLow(), sliding.paddingHigh(), sliding.dilation());
    var sum = Tensor.of(new WindowSum(geometry), input);
    var ones = Tensor.full(1, input.type().withShape(input.shape().with(0, 1).with(1, 1)));
    return sum.divide(Tensor.of(new WindowSum(geometry), ones));
  }
}
