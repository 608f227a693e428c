package org.caracal.plugins.losses;

import java.util.OptionalInt;
import org.caracal.array.TensorType;
import org.caracal.graph.Tensor;
import org.caracal.loss.Loss;
import org.caracal.plugin.LossPlugin;
import org.caracal.plugin.NoOptions;
import org.osgi.service.component.annotations.Component;

/**
 * The mean of {@code -t log s(p) - (1 - t) log(1 - s(p))} over all elements, where p are logits, s
 * is the sigmoid and t is in [0, 1]; computed as {@code max(p, 0) - p t + log(1 + e^-|p|)}.
 */
@Component(service = Loss.class)
@LossPlugin(name = "binary-cross-entropy")
public final class BinaryCrossEntropy implements Loss<NoOptions> {
  @Override
  public Class<NoOptions> optionsType() {
    return NoOptions.class;
  }

  @Override
  public Tensor apply(NoOptions options, Tensor prediction, Tensor target) {
    return prediction
        .softplus()
        .subtract(prediction.multiply(Targets.like(prediction, target)))
        .mean(false);
  }

  /** Integers are truth values: 0 or 1. */
  @Override
  public OptionalInt classes(NoOptions options, TensorType prediction, TensorType target) {
    return target.dtype().isInteger() ? OptionalInt.of(2) : OptionalInt.empty();
  }
}
