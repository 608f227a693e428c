package org.caracal.plugins.optimizers;

import org.caracal.graph.Tensor;
import org.caracal.optimizer.UpdateScope;

/** What Adam and its kin take off a parameter. */
final class AdamStep {
  private AdamStep() {}

  /**
   * {@code rate m / (sqrt(v) + epsilon)} with corrected averages, written so that only scalars are
   * divided by the corrections.
   */
  static Tensor of(UpdateScope scope, Tensor gradient, double beta1, double beta2, double epsilon) {
    var mean = Decay.average(scope, "mean", beta1, gradient);
    var square = Decay.average(scope, "square", beta2, gradient.square());
    var rate = scope.learningRate().divide(Decay.correction(scope, beta1));
    var scale = square.multiply(Decay.correction(scope, beta2).reciprocal()).sqrt().add(epsilon);
    return mean.multiply(rate).divide(scale);
  }
}
