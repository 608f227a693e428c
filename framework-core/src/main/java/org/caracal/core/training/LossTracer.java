package org.caracal.core.training;

import java.util.Map;
import java.util.TreeMap;
import org.caracal.PluginException;
import org.caracal.SpecException;
import org.caracal.array.Shape;
import org.caracal.core.model.TracedModel;
import org.caracal.graph.Tensor;

/** Describes the loss of a phase as a graph. */
final class LossTracer {
  private final TracedModel model;
  private final Features features;
  private final Map<String, Integer> classes = new TreeMap<>();

  LossTracer(TracedModel model, Features features) {
    this.model = model;
    this.features = features;
  }

  /** The weighted sum of the phase's terms and of what layers add to the loss. */
  Tensor loss(Phase phase) {
    var terms = phase.losses().stream().map(term -> term(phase, term)).toList();
    var all = java.util.stream.Stream.concat(terms.stream(), model.extraLosses().stream());
    return all.reduce(Tensor::add)
        .orElseThrow(
            () ->
                new SpecException(
                    "phase " + phase.name() + " has no loss: give it one under losses"));
  }

  /**
   * Features that hold class indices, with the number of classes, as the losses traced so far tell.
   */
  Map<String, Integer> classes() {
    return classes;
  }

  private Tensor term(Phase phase, Phase.Term term) {
    var spec = term.spec();
    var loss = term.loss();
    var where = spec.loss().location().prefix("phase " + phase.name() + ", " + loss.registered());
    var output = features.output(spec.output(), where);
    var target = features.target(spec.target(), output, where);
    Tensor value;
    try {
      value = loss.plugin().apply(loss.options(), output, target);
      loss.plugin()
          .classes(loss.options(), output.type(), target.type())
          .ifPresent(count -> classes.merge(spec.target(), count, Math::min));
    } catch (IllegalArgumentException e) {
      throw new SpecException(
          where
              + " does not fit output "
              + output.type()
              + " and target "
              + spec.target()
              + " "
              + target.type()
              + ": "
              + e.getMessage(),
          e);
    } catch (RuntimeException | LinkageError e) {
      throw new PluginException(where + " failed: " + e, e);
    }
    if (value == null || !value.shape().equals(Shape.SCALAR) || !value.dtype().isFloating()) {
      throw new PluginException(where + " must describe a floating scalar, not " + value);
    }
    return spec.weight() == 1 ? value : value.multiply(spec.weight());
  }
}
