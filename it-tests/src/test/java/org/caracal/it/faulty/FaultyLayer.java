package org.caracal.it.faulty;

import java.util.List;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;
import org.caracal.graph.Compare;
import org.caracal.graph.Tensor;
import org.caracal.layer.Layer;
import org.caracal.layer.Scope;
import org.caracal.plugin.LayerPlugin;
import org.caracal.plugin.Option;
import org.osgi.service.component.annotations.Component;

/** A layer that passes its input on, but for one fault. */
@Component(service = Layer.class)
@LayerPlugin(name = "faulty")
public final class FaultyLayer implements Layer<FaultyLayer.Options> {
  /** What goes wrong. */
  public enum Fault {
    /** Nothing. */
    NONE,
    /** Throws when traced. */
    THROW,
    /** A class is missing when traced. */
    LINKAGE,
    /** Calls itself without end when traced. */
    OVERFLOW,
    /** Throws when traced for evaluation: in the middle of a run. */
    EVALUATION,
    /** Returns null. */
    NOTHING,
    /** Returns a null among the outputs. */
    NO_TENSOR,
    /** Returns no output. */
    EMPTY,
    /** Gives the output another number of examples. */
    BATCH,
    /** Cannot be applied to its input. */
    ARGUMENT,
    /** Uses its scope when it is over. */
    ESCAPE,
    /** Gives an output that is not a number, from a step on. */
    NAN
  }

  /** Options of {@code faulty}. */
  public record Options(
      @Option(value = "what goes wrong", byDefault = "none") Fault fault,
      @Option(value = "number of the step in which it does", byDefault = "1") int step) {}

  private static volatile Scope escaped;

  @Override
  public Class<Options> optionsType() {
    return Options.class;
  }

  @Override
  public List<Tensor> apply(Options options, Scope scope, List<Tensor> inputs) {
    var x = inputs.get(0);
    switch (options.fault()) {
      case THROW -> throw new IllegalStateException("no mood");
      case LINKAGE -> throw new NoClassDefFoundError("com/example/Missing");
      case OVERFLOW -> {
        return apply(options, scope, inputs);
      }
      case EVALUATION -> {
        if (!scope.training()) {
          throw new IllegalStateException("no mood to be evaluated");
        }
      }
      case NOTHING -> {
        return null;
      }
      case NO_TENSOR -> {
        return java.util.Collections.singletonList(null);
      }
      case EMPTY -> {
        return List.of();
      }
      case BATCH -> {
        return List.of(
            x.reshape(x.shape().size() / x.shape().extent(1) / 2, x.shape().extent(1) * 2));
      }
      case ARGUMENT -> throw new IllegalArgumentException("expected an image");
      case ESCAPE -> {
        var before = escaped;
        escaped = scope;
        if (before != null) {
          before.addLoss(Tensor.full(0, new TensorType(scope.dtype(), Shape.SCALAR)));
        }
      }
      case NAN -> {
        return List.of(nanFrom(options.step(), scope, x));
      }
      default -> {}
    }
    return List.of(x.multiply(1));
  }

  private static Tensor nanFrom(int step, Scope scope, Tensor x) {
    var count = scope.state("count", new TensorType(scope.dtype(), Shape.SCALAR), 1);
    scope.assign(count, count.add(1));
    var good = count.compare(Compare.Relation.LESS, step);
    var factor = good.select(Tensor.full(1, count.type()), Tensor.full(Double.NaN, count.type()));
    return x.multiply(factor);
  }
}
