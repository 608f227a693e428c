package org.caracal.plugins.layers;

import java.util.stream.IntStream;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;
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
 * {@code y = scale (x - mean) / sqrt(variance + epsilon) + offset} for each channel (axis 1):
 * {@code [N, C, ...] -> [N, C, ...]} (Ioffe and Szegedy 2015). In training, mean and variance are
 * those of the batch (the biased variance) and running averages of them (of the unbiased variance)
 * are kept; otherwise those averages are used. Parameters: {@code scale [C]}, {@code offset [C]};
 * states: {@code mean [C]}, {@code variance [C]}.
 */
@Component(service = Layer.class)
@LayerPlugin(name = "batch-norm")
public final class BatchNorm implements UnaryLayer<BatchNorm.Options> {
  private static final PluginSpec ONE = PluginSpec.of("constant", java.util.Map.of("value", 1.0));
  private static final PluginSpec ZERO = PluginSpec.of("zeros");

  /** Options of {@code batch-norm}. */
  public record Options(
      @Option(
              value = "share of the running averages that a step keeps",
              byDefault = "0.9",
              min = 0,
              max = 1)
          double momentum,
      @Option(value = "added to the variance", byDefault = "1e-5", min = 0) double epsilon) {}

  @Override
  public Class<Options> optionsType() {
    return Options.class;
  }

  @Override
  public Tensor apply(Options options, Scope scope, Tensor input) {
    if (input.shape().rank() < 2 || !input.dtype().isFloating()) {
      throw new IllegalArgumentException(
          "expected a floating input [N, C, ...], got " + input.type());
    }
    var channels = Shape.of(input.shape().extent(1));
    var type = new TensorType(input.dtype(), channels);
    var scale = scope.parameter("scale", channels, Fans.NONE, ONE);
    var offset = scope.parameter("offset", channels, Fans.NONE, ZERO);
    var runningMean = scope.state("mean", type, 0);
    var runningVariance = scope.state("variance", type, 1);
    var mean = runningMean;
    var variance = runningVariance;
    if (scope.training()) {
      var axes = IntStream.range(0, input.shape().rank()).filter(axis -> axis != 1).toArray();
      var count = input.shape().size() / channels.size();
      mean = input.mean(false, axes);
      variance = input.subtract(perChannel(mean, input)).square().mean(false, axes);
      scope.assign(runningMean, average(runningMean, mean, options.momentum()));
      var unbiased = variance.multiply(count / Math.max(1.0, count - 1));
      scope.assign(runningVariance, average(runningVariance, unbiased, options.momentum()));
    }
    var factor = scale.divide(variance.add(options.epsilon()).sqrt());
    return input
        .subtract(perChannel(mean, input))
        .multiply(perChannel(factor, input))
        .add(perChannel(offset, input));
  }

  private static Tensor average(Tensor running, Tensor batch, double momentum) {
    return running.multiply(momentum).add(batch.stopGradient().multiply(1 - momentum));
  }

  private static Tensor perChannel(Tensor vector, Tensor input) {
    var extents = IntStream.generate(() -> 1).limit(input.shape().rank()).toArray();
    extents[1] = vector.shape().size();
    return vector.reshape(Shape.of(extents));
  }
}
