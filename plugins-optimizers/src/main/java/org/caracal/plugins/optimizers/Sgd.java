package org.caracal.plugins.optimizers;

import org.caracal.graph.Tensor;
import org.caracal.optimizer.Optimizer;
import org.caracal.optimizer.UpdateScope;
import org.caracal.plugin.OptimizerPlugin;
import org.caracal.plugin.Option;
import org.osgi.service.component.annotations.Component;

/**
 * Gradient descent: {@code p - rate g}; with momentum {@code v = momentum v + g} and {@code p -
 * rate v}, or {@code p - rate (g + momentum v)} after Nesterov (Sutskever et al. 2013).
 */
@Component(service = Optimizer.class)
@OptimizerPlugin(name = "sgd")
public final class Sgd implements Optimizer<Sgd.Options> {
  /** Options of {@code sgd}. */
  public record Options(
      @Option(value = "learning rate", byDefault = "0.01", min = 0) double learningRate,
      @Option(value = "share of the velocity that a step keeps", byDefault = "0", min = 0, max = 1)
          double momentum,
      @Option(value = "whether to look ahead along the velocity", byDefault = "false")
          boolean nesterov,
      @Option(value = "multiple of the parameter added to its gradient", byDefault = "0", min = 0)
          double weightDecay) {}

  @Override
  public Class<Options> optionsType() {
    return Options.class;
  }

  @Override
  public Tensor update(Options options, UpdateScope scope, Tensor parameter, Tensor gradient) {
    if (options.nesterov() && options.momentum() == 0) {
      throw new IllegalArgumentException("option nesterov needs a momentum above 0");
    }
    var direction =
        options.weightDecay() == 0
            ? gradient
            : gradient.add(parameter.multiply(options.weightDecay()));
    if (options.momentum() > 0) {
      var velocity = scope.slot("velocity", 0);
      var next = velocity.multiply(options.momentum()).add(direction);
      scope.assign(velocity, next);
      direction = options.nesterov() ? direction.add(next.multiply(options.momentum())) : next;
    }
    return parameter.subtract(direction.multiply(scope.learningRate()));
  }
}
