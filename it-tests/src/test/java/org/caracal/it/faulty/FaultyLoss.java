package org.caracal.it.faulty;

import org.caracal.graph.Tensor;
import org.caracal.loss.Loss;
import org.caracal.plugin.LossPlugin;
import org.caracal.plugin.Option;
import org.osgi.service.component.annotations.Component;

/** The mean of the squared outputs, but for one fault. */
@Component(service = Loss.class)
@LossPlugin(name = "faulty")
public final class FaultyLoss implements Loss<FaultyLoss.Options> {
  /** What goes wrong. */
  public enum Fault {
    /** Throws when traced. */
    THROW,
    /** Is one number for each output. */
    VECTOR,
    /** Is null. */
    NOTHING,
    /** Is not a number. */
    NAN
  }

  /** Options of {@code faulty}. */
  public record Options(@Option("what goes wrong") Fault fault) {}

  @Override
  public Class<Options> optionsType() {
    return Options.class;
  }

  @Override
  public Tensor apply(Options options, Tensor prediction, Tensor target) {
    var loss = prediction.square();
    return switch (options.fault()) {
      case THROW -> throw new IllegalStateException("no mood");
      case VECTOR -> loss;
      case NOTHING -> null;
      case NAN -> loss.add(1).negate().log().mean(false, 0, 1);
    };
  }
}
