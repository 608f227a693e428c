package org.caracal.plugins.layers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import org.caracal.array.DType;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;
import org.caracal.core.contract.LayerCase;
import org.caracal.core.contract.LayerContract;
import org.caracal.core.plugin.DeclaredPlugins;
import org.caracal.core.reference.ReferenceBackend;
import org.caracal.plugin.PluginKind;
import org.caracal.plugin.PluginSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every layer of this bundle fulfils the contract of layers and computes what its page says. */
class LayersTest {
  private static final TensorType FLOATS = TensorType.float32(4);
  private static final TensorType INTEGERS = new TensorType(DType.INT32, Shape.of(4));

  @ParameterizedTest
  @MethodSource("cases")
  void fulfilsTheContract(LayerCase layer) {
    LayerContract.check(DeclaredPlugins.resolver(Dense.class), new ReferenceBackend(), layer);
  }

  @Test
  void noLayerIsForgotten() {
    var declared = new TreeSet<String>();
    DeclaredPlugins.of(Dense.class).stream()
        .filter(plugin -> plugin.kind() == PluginKind.LAYER)
        .forEach(plugin -> declared.add(plugin.name()));
    var tested = new TreeSet<String>();
    cases().forEach(layer -> tested.add(layer.name()));
    assertEquals(declared, tested);
  }

  private static List<LayerCase> cases() {
    var cases = new ArrayList<LayerCase>();
    cases.addAll(activations());
    cases.addAll(affine());
    cases.addAll(shapes());
    cases.addAll(normalization());
    cases.addAll(ImageLayers.cases());
    cases.addAll(SequenceLayers.cases());
    cases.addAll(ComposedLayers.cases());
    return cases;
  }

  private static LayerCase elementwise(
      String name, Map<String, Object> options, DoubleUnaryOperator function) {
    return LayerCase.of(PluginSpec.of(name, options), Shape.of(2, 3), Shape.of(2, 3))
        .computes((inputs, variables) -> DoubleStream.of(inputs.get(0)).map(function).toArray());
  }

  private static List<LayerCase> activations() {
    return List.of(
        elementwise("relu", Map.of(), x -> Math.max(x, 0)),
        elementwise("leaky-relu", Map.of(), x -> x > 0 ? x : 0.01 * x),
        elementwise("leaky-relu", Map.of("slope", 0.3), x -> x > 0 ? x : 0.3 * x)
            .refuses(Map.of("slope", "steep"), "slope"),
        elementwise("elu", Map.of(), x -> x > 0 ? x : Math.expm1(x)),
        elementwise("elu", Map.of("alpha", 0.5), x -> x > 0 ? x : 0.5 * Math.expm1(x)),
        elementwise("sigmoid", Map.of(), x -> 1 / (1 + Math.exp(-x))),
        elementwise("tanh", Map.of(), Math::tanh),
        elementwise("softplus", Map.of(), x -> Math.log1p(Math.exp(x))),
        elementwise("silu", Map.of(), x -> x / (1 + Math.exp(-x))),
        elementwise("gelu", Map.of(), x -> x * normalDistribution(x)),
        elementwise(
            "gelu",
            Map.of("approximate", true),
            x -> x / 2 * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)))),
        softmax(Map.of(), 3),
        softmax(Map.of("axis", 1), 1).refuses(Map.of("axis", 7), "axis"),
        elementwise("dropout", Map.of("rate", 0.3), x -> x)
            .refuses(Map.of("rate", 1), "rate")
            .refuses(Map.of("rate", -0.1), "rate"),
        elementwise("dropout", Map.of("rate", 0.0), x -> x));
  }

  /** By Simpson's rule: no closed form, no polynomial of anybody. */
  private static double normalDistribution(double x) {
    var pieces = 2_000;
    var width = x / pieces;
    var sum = 0.0;
    for (var i = 0; i <= pieces; i++) {
      var weight = i == 0 || i == pieces ? 1 : i % 2 == 1 ? 4 : 2;
      sum += weight * Math.exp(-Math.pow(i * width, 2) / 2);
    }
    return 0.5 + sum * width / 3 / Math.sqrt(2 * Math.PI);
  }

  /** Of examples [2, 3]: along the last axis, or along the first one after the batch's. */
  private static LayerCase softmax(Map<String, Object> options, int along) {
    return LayerCase.of(PluginSpec.of("softmax", options), Shape.of(2, 3), Shape.of(2, 3))
        .computes(
            (inputs, variables) -> {
              var x = inputs.get(0);
              var result = new double[6];
              for (var i = 0; i < 6; i++) {
                var sum = 0.0;
                for (var j = 0; j < 6; j++) {
                  var together = along == 3 ? i / 3 == j / 3 : i % 3 == j % 3;
                  sum += together ? Math.exp(x[j]) : 0;
                }
                result[i] = Math.exp(x[i]) / sum;
              }
              return result;
            });
  }

  private static List<LayerCase> affine() {
    var indices = new TensorType(DType.INT32, Shape.of(4));
    return List.of(
        LayerCase.of(PluginSpec.of("dense", Map.of("units", 2)), Shape.of(4), Shape.of(2))
            .parameter("kernel", 4, 2)
            .parameter("bias", 2)
            .computes((inputs, variables) -> dense(inputs.get(0), variables, 4, 2))
            .refuses(Map.of("units", 0), "units")
            .refuses(Map.of("units", "many"), "units")
            .refuses(INTEGERS)
            .refuses(TensorType.float32())
            .refuses(FLOATS, FLOATS),
        LayerCase.of(
                PluginSpec.of("dense", Map.of("units", 3, "bias", false)),
                Shape.of(2, 4),
                Shape.of(2, 3))
            .parameter("kernel", 4, 3)
            .computes((inputs, variables) -> dense(inputs.get(0), variables, 4, 3)),
        LayerCase.of(
                PluginSpec.of("embedding", Map.of("vocabulary", 3, "dimensions", 2)),
                List.of(indices),
                Shape.of(4, 2))
            .parameter("embedding", 3, 2)
            .computes(
                (inputs, variables) -> {
                  var result = new double[8];
                  for (var i = 0; i < 8; i++) {
                    var row = (int) inputs.get(0)[i / 2];
                    result[i] = variables.get("embedding")[2 * row + i % 2];
                  }
                  return result;
                })
            .refuses(Map.of("vocabulary", 0), "vocabulary")
            .refuses(Map.of("dimensions", -1), "dimensions")
            .refuses(FLOATS));
  }

  /** Of any number of rows. */
  private static double[] dense(
      double[] x, Map<String, double[]> variables, int features, int units) {
    var result = new double[x.length / features * units];
    for (var i = 0; i < result.length; i++) {
      var row = i / units;
      var unit = i % units;
      result[i] = variables.containsKey("bias") ? variables.get("bias")[unit] : 0;
      for (var k = 0; k < features; k++) {
        result[i] += x[row * features + k] * variables.get("kernel")[k * units + unit];
      }
    }
    return result;
  }

  private static List<LayerCase> shapes() {
    return List.of(
        LayerCase.of(PluginSpec.of("flatten"), Shape.of(2, 3, 2), Shape.of(12))
            .computes((inputs, variables) -> inputs.get(0)),
        LayerCase.of(PluginSpec.of("flatten"), Shape.SCALAR, Shape.of(1))
            .computes((inputs, variables) -> inputs.get(0)),
        LayerCase.of(
                PluginSpec.of("reshape", Map.of("shape", List.of(3, -1))),
                Shape.of(2, 6),
                Shape.of(3, 4))
            .computes((inputs, variables) -> inputs.get(0))
            .refuses(Map.of("shape", List.of(5)), "5")
            .refuses(Map.of("shape", List.of(5, -1)), "36 elements are no multiple of 15")
            .refuses(Map.of("shape", List.of(-1, -1)), "only one extent may be -1"),
        LayerCase.of(PluginSpec.of("add"), List.of(FLOATS, FLOATS, FLOATS), Shape.of(4))
            .computes(
                (inputs, variables) -> {
                  var sum = new double[4];
                  inputs.forEach(
                      input -> {
                        for (var i = 0; i < 4; i++) {
                          sum[i] += input[i];
                        }
                      });
                  return sum;
                })
            .refuses(FLOATS, TensorType.float32(3)),
        LayerCase.of(
                PluginSpec.of("concat"),
                List.of(TensorType.float32(2, 1), TensorType.float32(2, 2)),
                Shape.of(2, 3))
            .computes(
                (inputs, variables) -> {
                  var a = inputs.get(0);
                  var b = inputs.get(1);
                  return new double[] {a[0], b[0], b[1], a[1], b[2], b[3]};
                })
            .refuses(Map.of("axis", 9), "axis")
            .refuses(TensorType.float32(2, 1), TensorType.float32(3, 1)),
        LayerCase.of(
                PluginSpec.of("concat", Map.of("axis", 1)),
                List.of(FLOATS, TensorType.float32(2)),
                Shape.of(6))
            .computes(
                (inputs, variables) ->
                    DoubleStream.concat(
                            DoubleStream.of(inputs.get(0)), DoubleStream.of(inputs.get(1)))
                        .toArray()));
  }

  private static List<LayerCase> normalization() {
    return List.of(
        batchNorm(Map.of(), Shape.of(2), 1e-5),
        batchNorm(Map.of("epsilon", 0.1, "momentum", 0.5), Shape.of(2, 3, 2), 0.1)
            .refuses(Map.of("momentum", 1.5), "momentum")
            .refuses(Map.of("epsilon", -1), "epsilon")
            .refuses(TensorType.float32())
            .refuses(INTEGERS));
  }

  private static LayerCase batchNorm(Map<String, Object> options, Shape shape, double epsilon) {
    var perChannel = shape.size() / 2;
    return LayerCase.of(PluginSpec.of("batch-norm", options), shape, shape)
        .parameter("scale", 2)
        .parameter("offset", 2)
        .state("mean", 2)
        .state("variance", 2)
        .computes(
            (inputs, variables) -> {
              var x = inputs.get(0);
              var result = new double[x.length];
              for (var i = 0; i < x.length; i++) {
                var channel = i / perChannel;
                result[i] =
                    variables.get("scale")[channel]
                            * (x[i] - variables.get("mean")[channel])
                            / Math.sqrt(variables.get("variance")[channel] + epsilon)
                        + variables.get("offset")[channel];
              }
              return result;
            });
  }
}
