package org.caracal.loss;

import java.util.OptionalInt;
import org.caracal.array.TensorType;
import org.caracal.graph.Tensor;
import org.caracal.plugin.Configurable;

/**
 * What training makes small. A service marked with {@link org.caracal.plugin.LossPlugin}; stateless
 * and thread-safe.
 *
 * @param <O> the options
 */
public interface Loss<O extends Record> extends Configurable<O> {
  /**
   * Describes the loss, a scalar: as a rule the mean over the batch.
   *
   * @throws IllegalArgumentException if the types do not fit; the message says what was expected
   */
  Tensor apply(O options, Tensor prediction, Tensor target);

  /**
   * If the target holds class indices for these types: how many classes there are. Data is checked
   * against it before it is used.
   */
  default OptionalInt classes(O options, TensorType prediction, TensorType target) {
    return OptionalInt.empty();
  }
}
