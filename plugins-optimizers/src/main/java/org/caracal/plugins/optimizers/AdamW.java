package org.caracal.plugins.optimizers;

import org.caracal.graph.Tensor;
import org.caracal.optimizer.Optimizer;
import org.caracal.optimizer.UpdateScope;
import org.caracal.plugin.OptimizerPlugin;
import org.caracal.plugin.Option;
import org.osgi.service.component.annotations.Component;

/**
 * Adam whose weight decay does not pass through the averages: {@code p (1 - rate decay) - rate m /
 * (sqrt(v) + epsilon)} (Loshchilov and Hutter 2019).
 */
@Component(service = Optimizer.class)
@OptimizerPlugin(name = "adamw")
public final class AdamW implements Optimizer<AdamW.Options> {
  /** Options of {@code adamw}. */
  public record Options(
      @Option(value = "learning rate", byDefault = "0.001", min = 0) double learningRate,
      @Option(
              value = "share of the mean gradient that a step keeps",
              byDefault = "0.9",
              min = 0,
              max = 0.999999999)
          double beta1,
      @Option(
              value = "share of the mean squared gradient that a step keeps",
              byDefault = "0.999",
              min = 0,
              max = 0.999999999)
          double beta2,
      @Option(value = "added to the root of the mean square", byDefault = "1e-8", min = 0)
          double epsilon,
      @Option(
              value = "share of the parameter taken off, times the learning rate",
              byDefault = "0.01",
              min = 0)
          double weightDecay) {}

  @Override
  public Class<Options> optionsType() {
    return Options.class;
  }

  @Override
  public Tensor update(Options options, UpdateScope scope, Tensor parameter, Tensor gradient) {
    var decayed =
        parameter.subtract(
            parameter.multiply(scope.learningRate().multiply(options.weightDecay())));
    return decayed.subtract(
        AdamStep.of(scope, gradient, options.beta1(), options.beta2(), options.epsilon()));
  }
}
