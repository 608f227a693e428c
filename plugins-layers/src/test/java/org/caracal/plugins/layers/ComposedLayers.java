package org.caracal.plugins.layers;

import java.util.List;
import java.util.Map;
import org.caracal.array.DType;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;
import org.caracal.core.contract.LayerCase;
import org.caracal.plugin.PluginSpec;

/** Layers made of other layers, and those of several inputs, with what they compute. */
final class ComposedLayers {
  private static final PluginSpec DENSE = PluginSpec.of("dense", Map.of("units", 2));

  private ComposedLayers() {}

  static List<LayerCase> cases() {
    return List.of(
        LayerCase.of(residual(DENSE, PluginSpec.of("tanh"), DENSE), Shape.of(2), Shape.of(2))
            .parameter("dense_1/kernel", 2, 2)
            .parameter("dense_1/bias", 2)
            .parameter("dense_2/kernel", 2, 2)
            .parameter("dense_2/bias", 2)
            .computes(
                (inputs, variables) -> {
                  var x = inputs.get(0);
                  var hidden = dense(x, variables, "dense_1");
                  var inner = new double[] {Math.tanh(hidden[0]), Math.tanh(hidden[1])};
                  var y = dense(inner, variables, "dense_2");
                  return new double[] {x[0] + y[0], x[1] + y[1]};
                })
            .refuses(Map.of("layers", List.of()), "at least one layer")
            .refuses(
                Map.of("layers", List.of(PluginSpec.of("dense", Map.of("unit", 2)))), "'units'")
            .refuses(TensorType.float32(3))
            .refuses(TensorType.float32(2), TensorType.float32(2)),
        LayerCase.of(
                PluginSpec.of("gaussian-sample"),
                List.of(TensorType.float32(2, 3), TensorType.float32(2, 3)),
                Shape.of(2, 3))
            .computes((inputs, variables) -> inputs.get(0))
            .refuses(TensorType.float32(2))
            .refuses(TensorType.float32(2), TensorType.float32(3))
            .refuses(
                new TensorType(DType.INT32, Shape.of(2)),
                new TensorType(DType.INT32, Shape.of(2))));
  }

  private static PluginSpec residual(PluginSpec... layers) {
    return PluginSpec.of("residual", Map.of("layers", List.of(layers)));
  }

  private static double[] dense(double[] x, Map<String, double[]> variables, String name) {
    var kernel = variables.get(name + "/kernel");
    var bias = variables.get(name + "/bias");
    return new double[] {
      x[0] * kernel[0] + x[1] * kernel[2] + bias[0], x[0] * kernel[1] + x[1] * kernel[3] + bias[1]
    };
  }
}
