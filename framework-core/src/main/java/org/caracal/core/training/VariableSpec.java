package org.caracal.core.training;

import org.caracal.array.TensorType;
import org.caracal.graph.Input;
import org.caracal.graph.Tensor;

/**
 * A value that persists from step to step: a parameter, a state or a slot of an optimizer.
 *
 * @param tensor what stands for it in the graph, an {@link Input} whose name is its path
 * @param initial how it gets its first value
 */
record VariableSpec(Tensor tensor, Initial initial) {
  /** Writes the first value of a variable. */
  @FunctionalInterface
  interface Initial {
    /** Fills {@code values}, row-major and zeroed; the same for the same seed. */
    void fill(long seed, double[] values);

    /** All elements have the same value. */
    static Initial constant(double value) {
      return (seed, values) -> java.util.Arrays.fill(values, value);
    }
  }

  /**
   * The path in checkpoints: {@code dense_1/kernel}, {@code batch-norm_1/mean}, {@code
   * dense_1/kernel#train/velocity}.
   */
  String path() {
    return ((Input) tensor.operation()).name();
  }

  TensorType type() {
    return tensor.type();
  }
}
