package org.caracal.plugins.optimizers;

import org.caracal.graph.Tensor;
import org.caracal.optimizer.Optimizer;
import org.caracal.optimizer.UpdateScope;
import org.caracal.plugin.OptimizerPlugin;
import org.caracal.plugin.Option;
import org.osgi.service.component.annotations.Component;

/**
 * {@code p - rate m / (sqrt(v) + epsilon)} with running averages m of the gradient and v of its
 * square, corrected for their start at 0 (Kingma and Ba 2015).
 */
@Component(service = Optimizer.class)
@OptimizerPlugin(name = "adam")
public final class Adam implements Optimizer<Adam.Options> {
  /** Options of {@code adam}. */
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
      @Option(value = "multiple of the parameter added to its gradient", byDefault = "0", min = 0)
          double weightDecay) {}

  @Override
  public Class<Options> optionsType() {
    return Options.class;
  }

  @Override
  public Tensor update(Options options, UpdateScope scope, Tensor parameter, Tensor gradient) {
    var direction =
        options.weightDecay() == 0
            ? gradient
            : gradient.add(parameter.multiply(options.weightDecay()));
    return parameter.subtract(
        AdamStep.of(scope, direction, options.beta1(), options.beta2(), options.epsilon()));
  }
}
