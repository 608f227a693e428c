package org.caracal.plugins.layers;

import org.caracal.graph.Compare;
import org.caracal.graph.Tensor;
import org.caracal.graph.Unary;
import org.caracal.layer.Layer;
import org.caracal.layer.Scope;
import org.caracal.layer.UnaryLayer;
import org.caracal.plugin.LayerPlugin;
import org.caracal.plugin.Option;
import org.osgi.service.component.annotations.Component;

/** {@code x} where positive, {@code alpha (e^x - 1)} elsewhere (Clevert et al. 2016). */
@Component(service = Layer.class)
@LayerPlugin(name = "elu")
public final class Elu implements UnaryLayer<Elu.Options> {
  /** Options of {@code elu}. */
  public record Options(
      @Option(value = "limit towards minus infinity, negated", byDefault = "1") double alpha) {}

  @Override
  public Class<Options> optionsType() {
    return Options.class;
  }

  @Override
  public Tensor apply(Options options, Scope scope, Tensor input) {
    // the minimum keeps the branch that is not taken finite, and so its gradient
    var negative = input.minimum(0).unary(Unary.Function.EXPM1).multiply(options.alpha());
    return input.compare(Compare.Relation.GREATER, 0).select(input, negative);
  }
}
