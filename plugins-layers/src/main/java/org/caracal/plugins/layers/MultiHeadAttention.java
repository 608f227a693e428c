package org.caracal.plugins.layers;

import org.caracal.array.Shape;
import org.caracal.graph.SelfAttention;
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
 * Each position of a sequence gathers from all of them what it attends to, with several heads of
 * {@code F / heads} features each (Vaswani et al. 2017): {@code [N, T, F] -> [N, T, F]}, see {@link
 * SelfAttention}. Parameters: {@code projection-kernel [F, 3 F]} and {@code projection-bias [3 F]}
 * make queries, keys and values; {@code output-kernel [F, F]} and {@code output-bias [F]} join the
 * heads.
 */
@Component(service = Layer.class)
@LayerPlugin(name = "multi-head-attention")
public final class MultiHeadAttention implements UnaryLayer<MultiHeadAttention.Options> {
  /** Options of {@code multi-head-attention}. */
  public record Options(
      @Option(value = "number of heads, a divisor of the features", min = 1) int heads,
      @Option(
              value = "whether a position attends only to itself and those before it",
              byDefault = "false")
          boolean causal,
      @Option(value = "whether to add biases", byDefault = "true") boolean bias,
      @Option(value = "first values of the kernels", byDefault = "glorot-uniform")
          PluginSpec kernelInitializer,
      @Option(value = "first values of the biases", byDefault = "zeros")
          PluginSpec biasInitializer) {}

  @Override
  public Class<Options> optionsType() {
    return Options.class;
  }

  @Override
  public Tensor apply(Options options, Scope scope, Tensor input) {
    if (input.shape().rank() != 3
        || !input.dtype().isFloating()
        || input.shape().extent(-1) % options.heads() != 0) {
      throw new IllegalArgumentException(
          "expected a floating input [N, T, F] with F a multiple of the "
              + options.heads()
              + " heads, got "
              + input.type());
    }
    var projections = affine("projection", 3, options, scope, input);
    var attended = Tensor.of(new SelfAttention(options.heads(), options.causal()), projections);
    return affine("output", 1, options, scope, attended);
  }

  /** Several maps of the features at once, side by side. */
  private static Tensor affine(String name, int maps, Options options, Scope scope, Tensor input) {
    var features = input.shape().extent(-1);
    var product =
        input.matmul(
            scope.parameter(
                name + "-kernel",
                Shape.of(features, maps * features),
                new Fans(features, features),
                options.kernelInitializer()));
    return options.bias()
        ? product.add(
            scope.parameter(
                name + "-bias", Shape.of(maps * features), Fans.NONE, options.biasInitializer()))
        : product;
  }
}
