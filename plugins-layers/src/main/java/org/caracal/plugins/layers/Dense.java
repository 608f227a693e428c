package org.caracal.plugins.layers;

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
 * An affine map of the last axis: {@code y = x W + b}, {@code [..., F] -> [..., units]}.
 * Parameters: {@code kernel [F, units]}, {@code bias [units]}.
 */
@Component(service = Layer.class)
@LayerPlugin(name = "dense")
public final class Dense implements UnaryLayer<Dense.Options> {
  /** Options of {@code dense}. */
  public record Options(
      @Option(value = "number of outputs", min = 1) int units,
      @Option(value = "whether to add a bias", byDefault = "true") boolean bias,
      @Option(value = "first values of the kernel", byDefault = "glorot-uniform")
          PluginSpec kernelInitializer,
      @Option(value = "first values of the bias", byDefault = "zeros")
          PluginSpec biasInitializer) {}

  @Override
  public Class<Options> optionsType() {
    return Options.class;
  }

  @Override
  public Tensor apply(Options options, Scope scope, Tensor input) {
    if (input.shape().rank() < 2 || !input.dtype().isFloating()) {
      throw new IllegalArgumentException(
          "expected a floating input [N, ..., F], got " + input.type());
    }
    var features = input.shape().extent(-1);
    var kernel =
        scope.parameter(
            "kernel",
            Shape.of(features, options.units()),
            new Fans(features, options.units()),
            options.kernelInitializer());
    var product = input.matmul(kernel);
    return options.bias()
        ? product.add(
            scope.parameter(
                "bias", Shape.of(options.units()), Fans.NONE, options.biasInitializer()))
        : product;
  }
}
