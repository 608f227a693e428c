package org.caracal.it.faulty;

import org.caracal.graph.Compare;
import org.caracal.graph.Tensor;
import org.caracal.optimizer.Optimizer;
import org.caracal.optimizer.UpdateScope;
import org.caracal.plugin.OptimizerPlugin;
import org.caracal.plugin.Option;
import org.osgi.service.component.annotations.Component;

/** Gradient descent, but for one fault. */
@Component(service = Optimizer.class)
@OptimizerPlugin(name = "faulty")
public final class FaultyOptimizer implements Optimizer<FaultyOptimizer.Options> {
  /** What goes wrong. */
  public enum Fault {
    /** Nothing. */
    NONE,
    /** Throws when traced. */
    THROW,
    /** Describes a scalar in place of the parameter. */
    SHAPE,
    /** Asks for a slot twice. */
    SLOT,
    /** Makes parameters that are not numbers, from a step on. */
    NAN
  }

  /** Options of {@code faulty}. */
  public record Options(
      @Option(value = "what goes wrong", byDefault = "none") Fault fault,
      @Option(value = "number of the step in which it does", byDefault = "1") int step) {}

  @Override
  public Class<Options> optionsType() {
    return Options.class;
  }

  @Override
  public Tensor update(Options options, UpdateScope scope, Tensor parameter, Tensor gradient) {
    var next = parameter.subtract(gradient.multiply(0.1));
    return switch (options.fault()) {
      case NONE -> next;
      case THROW -> throw new IllegalStateException("no mood");
      case SHAPE -> scope.step();
      case SLOT -> scope.slot("twice", 0).add(scope.slot("twice", 0));
      case NAN -> {
        var good = scope.step().compare(Compare.Relation.LESS, options.step());
        var type = scope.step().type();
        yield next.multiply(good.select(Tensor.full(1, type), Tensor.full(Double.NaN, type)));
      }
    };
  }
}
