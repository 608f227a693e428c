package org.caracal.plugins.layers;

import java.util.List;
import org.caracal.graph.Tensor;
import org.caracal.layer.Layer;
import org.caracal.layer.Scope;
import org.caracal.plugin.LayerPlugin;
import org.caracal.plugin.NoOptions;
import org.osgi.service.component.annotations.Component;

/**
 * Normal numbers whose mean and logarithm of the variance are its two inputs: {@code mean +
 * e^(logVariance / 2) noise}, through which gradients flow to both (Kingma and Welling 2014). It
 * draws in training only; otherwise it is the mean.
 */
@Component(service = Layer.class)
@LayerPlugin(name = "gaussian-sample")
public final class GaussianSample implements Layer<NoOptions> {
  @Override
  public Class<NoOptions> optionsType() {
    return NoOptions.class;
  }

  @Override
  public List<Tensor> apply(NoOptions options, Scope scope, List<Tensor> inputs) {
    if (inputs.size() != 2
        || !inputs.get(0).type().equals(inputs.get(1).type())
        || !inputs.get(0).dtype().isFloating()) {
      throw new IllegalArgumentException(
          "expected two floating inputs of one shape, mean and logarithm of the variance, got "
              + inputs.stream().map(Tensor::type).toList());
    }
    var mean = inputs.get(0);
    if (!scope.training()) {
      return List.of(mean);
    }
    var deviation = inputs.get(1).multiply(0.5).exp();
    return List.of(mean.add(deviation.multiply(scope.randomNormal(mean.shape()))));
  }
}
