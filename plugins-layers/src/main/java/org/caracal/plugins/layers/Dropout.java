package org.caracal.plugins.layers;

import org.caracal.graph.Compare;
import org.caracal.graph.Tensor;
import org.caracal.layer.Layer;
import org.caracal.layer.Scope;
import org.caracal.layer.UnaryLayer;
import org.caracal.plugin.LayerPlugin;
import org.caracal.plugin.Option;
import org.osgi.service.component.annotations.Component;

/**
 * In training, each element is dropped with a probability and the others are scaled up so that the
 * mean stays (Srivastava et al. 2014); otherwise nothing.
 */
@Component(service = Layer.class)
@LayerPlugin(name = "dropout")
public final class Dropout implements UnaryLayer<Dropout.Options> {
  /** Options of {@code dropout}. */
  public record Options(
      @Option(
              value = "probability of dropping an element",
              byDefault = "0.5",
              min = 0,
              max = 0.999999)
          double rate) {}

  @Override
  public Class<Options> optionsType() {
    return Options.class;
  }

  @Override
  public Tensor apply(Options options, Scope scope, Tensor input) {
    if (!scope.training() || options.rate() == 0) {
      return input;
    }
    var kept =
        scope.randomUniform(input.shape()).compare(Compare.Relation.GREATER_EQUAL, options.rate());
    var zero = Tensor.constant(0, input.dtype());
    return kept.select(input.multiply(1 / (1 - options.rate())), zero);
  }
}
