package org.caracal.layer;

import java.util.List;
import org.caracal.graph.Tensor;
import org.caracal.plugin.Configurable;

/**
 * A kind of layer. Its code describes a computation on symbolic tensors once per model (and shape);
 * the engine differentiates and runs it. A service marked with {@link
 * org.caracal.plugin.LayerPlugin}; stateless and thread-safe: all that belongs to one use of the
 * layer comes from the options and the scope.
 *
 * @param <O> the options
 */
public interface Layer<O extends Record> extends Configurable<O> {
  /**
   * Describes the outputs for the inputs. Called again for other input shapes (another batch size):
   * it must then ask for the same parameters and states.
   *
   * @throws IllegalArgumentException if inputs or options do not fit; the message says what was
   *     expected
   */
  List<Tensor> apply(O options, Scope scope, List<Tensor> inputs);
}
