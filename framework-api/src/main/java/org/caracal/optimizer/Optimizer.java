package org.caracal.optimizer;

import org.caracal.graph.Tensor;
import org.caracal.plugin.Configurable;

/**
 * How parameters follow their gradients. A service marked with {@link
 * org.caracal.plugin.OptimizerPlugin}; stateless and thread-safe.
 *
 * @param <O> the options; a component {@code learningRate} of type double, if there is one, is what
 *     schedules scale
 */
public interface Optimizer<O extends Record> extends Configurable<O> {
  /**
   * Describes the next value of a parameter. Called once for each parameter when a model is traced
   * for training.
   */
  Tensor update(O options, UpdateScope scope, Tensor parameter, Tensor gradient);
}
