package org.caracal.plugins.optimizers;

import org.caracal.graph.Tensor;
import org.caracal.optimizer.Optimizer;
import org.caracal.optimizer.UpdateScope;
import org.caracal.plugin.OptimizerPlugin;
import org.caracal.plugin.Option;
import org.osgi.service.component.annotations.Component;

/**
 * {@code p - rate g / (sqrt(v) + epsilon)} with a running average v of the squared gradient
 * (Tieleman and Hinton 2012); with momentum the step itself is accumulated.
 */
@Component(service = Optimizer.class)
@OptimizerPlugin(name = "rmsprop")
public final class RmsProp implements Optimizer<RmsProp.Options> {
  /** Options of {@code rmsprop}. */
  public record Options(
      @Option(value = "learning rate", byDefault = "0.001", min = 0) double learningRate,
      @Option(
              value = "share of the mean squared gradient that a step keeps",
              byDefault = "0.9",
              min = 0,
              max = 1)
          double decay,
      @Option(value = "share of the velocity that a step keeps", byDefault = "0", min = 0, max = 1)
          double momentum,
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
    var square = Decay.average(scope, "square", options.decay(), direction.square());
    var scaled = direction.divide(square.sqrt().add(options.epsilon()));
    if (options.momentum() > 0) {
      var velocity = scope.slot("velocity", 0);
      scaled = velocity.multiply(options.momentum()).add(scaled);
      scope.assign(velocity, scaled);
    }
    return parameter.subtract(scaled.multiply(scope.learningRate()));
  }
}
