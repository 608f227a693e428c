package org.caracal.plugins.layers;

import java.util.List;
import org.caracal.array.Shape;
import org.caracal.graph.Tensor;
import org.caracal.initializer.Fans;
import org.caracal.layer.Layer;
import org.caracal.layer.Scope;
import org.caracal.layer.UnaryLayer;
import org.caracal.plugin.LayerPlugin;
import org.caracal.plugin.Option;
import org.caracal.plugin.PluginSpec;
import org.osgi.service.component.annotations.Component;

/**
 * A 2-d convolution (cross-correlation) with a bias for each filter: {@code [N, C, H, W] -> [N,
 * filters, H', W']}. Parameters: {@code kernel [filters, C / groups, kh, kw]}, {@code bias
 * [filters]}.
 */
@Component(service = Layer.class)
@LayerPlugin(name = "conv2d")
public final class Conv2d implements UnaryLayer<Conv2d.Options> {
  private static final int RANK = 2;

  /**
   * Options of {@code conv2d}; {@code kernel}, {@code stride} and {@code dilation} are one number,
   * or one for each spatial axis.
   */
  public record Options(
      @Option(value = "number of output channels", min = 1) int filters,
      @Option(value = "extents of the kernel", min = 1) List<Integer> kernel,
      @Option(value = "steps of the kernel", byDefault = "1", min = 1) List<Integer> stride,
      @Option(value = "zeros around the input", byDefault = "valid") Padding padding,
      @Option(value = "distance between the kernel's taps", byDefault = "1", min = 1)
          List<Integer> dilation,
      @Option(value = "number of groups of channels", byDefault = "1", min = 1) int groups,
      @Option(value = "whether to add a bias", byDefault = "true") boolean bias,
      @Option(value = "first values of the kernel", byDefault = "he-normal")
          PluginSpec kernelInitializer,
      @Option(value = "first values of the bias", byDefault = "zeros")
          PluginSpec biasInitializer) {}

  @Override
  public Class<Options> optionsType() {
    return Options.class;
  }

  @Override
  public Tensor apply(Options options, Scope scope, Tensor input) {
    Sliding.requireImages(input, RANK);
    var channels = input.shape().extent(1);
    if (channels % options.groups() != 0 || options.filters() % options.groups() != 0) {
      throw new IllegalArgumentException(
          channels
              + " channels and "
              + options.filters()
              + " filters are not divisible into "
              + options.groups()
              + " groups");
    }
    var window = Sliding.entries("kernel", options.kernel(), RANK);
    var geometry =
        Sliding.geometry(
            input.shape(),
            window,
            Sliding.entries("stride", options.stride(), RANK),
            Sliding.entries("dilation", options.dilation(), RANK),
            options.padding(),
            options.groups());
    var taps = Shape.of(window);
    var shape = Shape.of(options.filters(), channels / options.groups()).concat(taps);
    var fans =
        new Fans(
            (long) taps.size() * channels / options.groups(),
            (long) taps.size() * options.filters() / options.groups());
    var kernel = scope.parameter("kernel", shape, fans, options.kernelInitializer());
    var result = input.convolve(kernel, geometry);
    if (!options.bias()) {
      return result;
    }
    var bias =
        scope.parameter("bias", Shape.of(options.filters()), Fans.NONE, options.biasInitializer());
    return result.add(bias.reshape(1, options.filters(), 1, 1));
  }
}
