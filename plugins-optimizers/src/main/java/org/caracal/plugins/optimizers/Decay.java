package org.caracal.plugins.optimizers;

import org.caracal.graph.Tensor;
import org.caracal.optimizer.UpdateScope;

/** Running averages that optimizers share. */
final class Decay {
  private Decay() {}

  /** {@code decay average + (1 - decay) value}, kept in the slot. */
  static Tensor average(UpdateScope scope, String slot, double decay, Tensor value) {
    var average = scope.slot(slot, 0);
    var next = average.multiply(decay).add(value.multiply(1 - decay));
    scope.assign(average, next);
    return next;
  }

  /**
   * {@code 1 - decay^step}, by which an average that started at 0 is too small; exact for the first
   * steps in float32 too.
   */
  static Tensor correction(UpdateScope scope, double decay) {
    return scope
        .step()
        .multiply(Math.log(decay))
        .unary(org.caracal.graph.Unary.Function.EXPM1)
        .negate();
  }
}
