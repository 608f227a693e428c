package com.example.lion;

import org.caracal.graph.Tensor;
import org.caracal.optimizer.Optimizer;
import org.caracal.optimizer.UpdateScope;
import org.caracal.plugin.OptimizerPlugin;
import org.caracal.plugin.Option;
import org.osgi.service.component.annotations.Component;

/**
 * Follows the sign of a blend of the gradient and its running average, so that every element moves
 * by the same amount (Chen et al., Symbolic discovery of optimization algorithms, 2023).
 */
@Component(service = Optimizer.class)
@OptimizerPlugin(name = "lion")
public final class Lion implements Optimizer<Lion.Options> {
  /** Options of {@code lion}. */
  public record Options(
      @Option(value = "learning rate", byDefault = "1e-4", min = 0) double learningRate,
      @Option(value = "share of the average in the step", byDefault = "0.9", min = 0, max = 1)
          double beta1,
      @Option(
              value = "share of the average that a step keeps",
              byDefault = "0.99",
              min = 0,
              max = 1)
          double beta2,
      @Option(
              value = "share of the parameter taken off, times the learning rate",
              byDefault = "0",
              min = 0)
          double weightDecay) {}

  @Override
  public Class<Options> optionsType() {
    return Options.class;
  }

  @Override
  public Tensor update(Options options, UpdateScope scope, Tensor parameter, Tensor gradient) {
    var average = scope.slot("average", 0);
    var direction = blend(average, gradient, options.beta1()).sign();
    scope.assign(average, blend(average, gradient, options.beta2()));
    var decayed = direction.add(parameter.multiply(options.weightDecay()));
    return parameter.subtract(decayed.multiply(scope.learningRate()));
  }

  private static Tensor blend(Tensor average, Tensor gradient, double share) {
    return average.multiply(share).add(gradient.multiply(1 - share));
  }
}
