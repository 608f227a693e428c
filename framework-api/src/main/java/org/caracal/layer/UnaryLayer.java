package org.caracal.layer;

import java.util.List;
import org.caracal.graph.Tensor;

/**
 * A layer with one input and one output.
 *
 * @param <O> the options
 */
public interface UnaryLayer<O extends Record> extends Layer<O> {
  /** Describes the output for the input. */
  Tensor apply(O options, Scope scope, Tensor input);

  @Override
  default List<Tensor> apply(O options, Scope scope, List<Tensor> inputs) {
    if (inputs.size() != 1) {
      throw new IllegalArgumentException("expected one input, got " + inputs.size());
    }
    return List.of(apply(options, scope, inputs.get(0)));
  }
}
