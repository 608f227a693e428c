package org.caracal.plugins.layers;

import java.util.List;
import java.util.Map;
import org.caracal.array.DType;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;
import org.caracal.core.contract.LayerCase;
import org.caracal.plugin.PluginSpec;

/** Layers of sequences, with what they compute by their definition. */
final class SequenceLayers {
  private SequenceLayers() {}

  static List<LayerCase> cases() {
    return List.of(
        layerNorm(Map.of(), Shape.of(5), 1e-5),
        layerNorm(Map.of("epsilon", 0.1), Shape.of(3, 4), 0.1)
            .refuses(Map.of("epsilon", -1), "epsilon")
            .refuses(TensorType.float32())
            .refuses(new TensorType(DType.INT32, Shape.of(4))),
        LayerCase.of(PluginSpec.of("position-embedding"), Shape.of(3, 2), Shape.of(3, 2))
            .parameter("embedding", 3, 2)
            .computes(
                (inputs, variables) -> {
                  var result = inputs.get(0).clone();
                  for (var i = 0; i < result.length; i++) {
                    result[i] += variables.get("embedding")[i];
                  }
                  return result;
                })
            .refuses(TensorType.float32(3))
            .refuses(new TensorType(DType.INT32, Shape.of(3, 2))),
        attention(Map.of("heads", 1), 3, 4, 1, false),
        attention(Map.of("heads", 2, "causal", true), 3, 4, 2, true)
            .refuses(Map.of("heads", 3), "multiple of the 3 heads")
            .refuses(Map.of("heads", 0), "heads")
            .refuses(TensorType.float32(4))
            .refuses(new TensorType(DType.INT32, Shape.of(3, 4))),
        LayerCase.of(
                PluginSpec.of("multi-head-attention", Map.of("heads", 2, "bias", false)),
                Shape.of(2, 4),
                Shape.of(2, 4))
            .parameter("projection-kernel", 4, 12)
            .parameter("output-kernel", 4, 4)
            .computes((inputs, variables) -> attention(inputs.get(0), variables, 2, 4, 2, false)));
  }

  private static LayerCase layerNorm(Map<String, Object> options, Shape shape, double epsilon) {
    var features = shape.extent(-1);
    return LayerCase.of(PluginSpec.of("layer-norm", options), shape, shape)
        .parameter("scale", features)
        .parameter("offset", features)
        .computes(
            (inputs, variables) -> {
              var x = inputs.get(0);
              var result = new double[x.length];
              for (var row = 0; row < x.length; row += features) {
                var mean = 0.0;
                var square = 0.0;
                for (var i = row; i < row + features; i++) {
                  mean += x[i] / features;
                  square += x[i] * x[i] / features;
                }
                for (var i = 0; i < features; i++) {
                  result[row + i] =
                      (x[row + i] - mean)
                              / Math.sqrt(square - mean * mean + epsilon)
                              * variables.get("scale")[i]
                          + variables.get("offset")[i];
                }
              }
              return result;
            });
  }

  private static LayerCase attention(
      Map<String, Object> options, int length, int features, int heads, boolean causal) {
    var shape = Shape.of(length, features);
    return LayerCase.of(PluginSpec.of("multi-head-attention", options), shape, shape)
        .parameter("projection-kernel", features, 3 * features)
        .parameter("projection-bias", 3 * features)
        .parameter("output-kernel", features, features)
        .parameter("output-bias", features)
        .computes(
            (inputs, variables) ->
                attention(inputs.get(0), variables, length, features, heads, causal));
  }

  private static double[] attention(
      double[] x,
      Map<String, double[]> variables,
      int length,
      int features,
      int heads,
      boolean causal) {
    var all = affine(x, variables, "projection", features);
    var attended = new double[length * features];
    for (var head = 0; head < heads; head++) {
      for (var i = 0; i < length; i++) {
        attend(all, attended, i, causal ? i + 1 : length, features, features / heads, head);
      }
    }
    return affine(attended, variables, "output", features);
  }

  /** What a position gets from the positions before an end. */
  private static void attend(
      double[] all, double[] attended, int i, int end, int features, int width, int head) {
    var weights = new double[end];
    var sum = 0.0;
    for (var j = 0; j < end; j++) {
      var score = 0.0;
      for (var c = head * width; c < (head + 1) * width; c++) {
        score += all[i * 3 * features + c] * all[j * 3 * features + features + c];
      }
      weights[j] = Math.exp(score / Math.sqrt(width));
      sum += weights[j];
    }
    for (var c = head * width; c < (head + 1) * width; c++) {
      for (var j = 0; j < end; j++) {
        attended[i * features + c] += weights[j] / sum * all[j * 3 * features + 2 * features + c];
      }
    }
  }

  private static double[] affine(
      double[] x, Map<String, double[]> variables, String name, int features) {
    var kernel = variables.get(name + "-kernel");
    var units = kernel.length / features;
    var result = new double[x.length / features * units];
    for (var i = 0; i < result.length; i++) {
      result[i] = variables.getOrDefault(name + "-bias", new double[units])[i % units];
      for (var k = 0; k < features; k++) {
        result[i] += x[i / units * features + k] * kernel[k * units + i % units];
      }
    }
    return result;
  }
}
