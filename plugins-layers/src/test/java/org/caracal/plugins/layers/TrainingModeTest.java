package org.caracal.plugins.layers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.caracal.array.DType;
import org.caracal.array.NdArray;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;
import org.caracal.core.graph.Differentiation;
import org.caracal.core.model.ModelTracer;
import org.caracal.core.model.TracedModel;
import org.caracal.core.plugin.DeclaredPlugins;
import org.caracal.core.reference.Evaluation;
import org.caracal.core.reference.ReferenceBackend;
import org.caracal.graph.Tensor;
import org.caracal.model.InputSpec;
import org.caracal.model.ModelSpec;
import org.caracal.model.NodeSpec;
import org.caracal.plugin.PluginSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What layers do while they are trained, and far from 0. */
class TrainingModeTest {
  @Test
  void batchNormTakesTheStatisticsOfTheBatchAndKeepsAverages() {
    var model = trace("batch-norm", Map.of("momentum", 0.8, "epsilon", 0.5), Shape.of(2), 3, true);
    var values = values(model, 1, 7, 2, 7, 6, 7);
    values.put(model.parameters().get(0).tensor(), NdArray.of(Shape.of(2), 2.0, 3.0));
    values.put(model.parameters().get(1).tensor(), NdArray.of(Shape.of(2), -1.0, 4.0));
    values.put(model.states().get(0).tensor(), NdArray.of(Shape.of(2), 10.0, 10.0));
    values.put(model.states().get(1).tensor(), NdArray.of(Shape.of(2), 1.0, 1.0));
    // channel 0 is 1, 2, 6: mean 3, variance 14/3 or, unbiased, 7; channel 1 is always 7
    var root = Math.sqrt(14 / 3.0 + 0.5);
    assertArrayEquals(
        new double[] {-4 / root - 1, 4, -2 / root - 1, 4, 6 / root - 1, 4},
        evaluate(values, output(model)),
        1e-12);
    assertArrayEquals(
        new double[] {0.8 * 10 + 0.2 * 3, 0.8 * 10 + 0.2 * 7},
        evaluate(values, model.assignments().get(model.states().get(0).tensor())),
        1e-12);
    assertArrayEquals(
        new double[] {0.8 + 0.2 * 7, 0.8},
        evaluate(values, model.assignments().get(model.states().get(1).tensor())),
        1e-12);
  }

  /** The unbiased variance of one example would be 0 / 0. */
  @Test
  void batchNormOfOneExampleIsFinite() {
    var model = trace("batch-norm", Map.of(), Shape.of(2), 1, true);
    var values = values(model, 3, 4);
    values.put(model.parameters().get(0).tensor(), NdArray.of(Shape.of(2), 1.0, 1.0));
    values.put(model.parameters().get(1).tensor(), NdArray.of(Shape.of(2), 0.0, 0.0));
    model.states().forEach(state -> values.put(state.tensor(), NdArray.of(Shape.of(2), 1.0, 1.0)));
    model
        .assignments()
        .values()
        .forEach(
            next -> assertTrue(Arrays.stream(evaluate(values, next)).allMatch(Double::isFinite)));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.5, 0.9})
  void dropoutDropsTheShareAndKeepsTheMean(double rate) {
    var many = 40_000;
    var model = trace("dropout", Map.of("rate", rate), Shape.of(many), 1, true);
    var ones = new double[many];
    Arrays.fill(ones, 1);
    var values = values(model, ones);
    values.put(model.randomKey(), NdArray.of(Shape.of(2), 1L, 1L));
    var dropped = evaluate(values, output(model));
    var zeros = Arrays.stream(dropped).filter(value -> value == 0).count();
    assertEquals(rate, zeros / (double) many, 5 * Math.sqrt(rate * (1 - rate) / many));
    assertTrue(
        Arrays.stream(dropped)
            .allMatch(value -> value == 0 || Math.abs(value - 1 / (1 - rate)) < 1e-12));
    assertArrayEquals(dropped, evaluate(values, output(model)));
    values.put(model.randomKey(), NdArray.of(Shape.of(2), 1L, 2L));
    var next = evaluate(values, output(model));
    var same = 0;
    for (var i = 0; i < many; i++) {
      same += dropped[i] == next[i] ? 1 : 0;
    }
    var expected = rate * rate + (1 - rate) * (1 - rate);
    assertEquals(expected, same / (double) many, 5 * Math.sqrt(0.25 / many), "another step");
  }

  @Test
  void gaussianSamplesHaveTheMeanAndVarianceAskedFor() {
    var many = 40_000;
    var type = new TensorType(DType.FLOAT64, Shape.of(many));
    var spec =
        new ModelSpec(
            "test",
            DType.FLOAT64,
            List.of(new InputSpec("mean", type), new InputSpec("logVariance", type)),
            List.of(
                new NodeSpec(
                    "sample",
                    PluginSpec.of("gaussian-sample"),
                    List.of("mean", "logVariance"),
                    Optional.empty())),
            List.of("sample"));
    var model = ModelTracer.trace(spec, DeclaredPlugins.resolver(Dense.class), 1, true);
    var means = new double[many];
    var logVariances = new double[many];
    Arrays.fill(means, 2);
    Arrays.fill(logVariances, Math.log(9));
    var values = new LinkedHashMap<Tensor, NdArray>();
    values.put(model.inputs().get("mean"), NdArray.of(Shape.of(1, many), means));
    values.put(model.inputs().get("logVariance"), NdArray.of(Shape.of(1, many), logVariances));
    values.put(model.randomKey(), NdArray.of(Shape.of(2), 1L, 1L));
    var sample = evaluate(values, output(model));
    var mean = Arrays.stream(sample).average().orElseThrow();
    assertEquals(2, mean, 5 * 3 / Math.sqrt(many));
    var variance = Arrays.stream(sample).map(x -> (x - 2) * (x - 2)).average().orElseThrow();
    assertEquals(9, variance, 5 * 9 * Math.sqrt(2.0 / many));
    assertArrayEquals(sample, evaluate(values, output(model)));
    values.put(model.randomKey(), NdArray.of(Shape.of(2), 1L, 2L));
    var next = evaluate(values, output(model));
    var product = 0.0;
    for (var i = 0; i < many; i++) {
      product += (sample[i] - 2) * (next[i] - 2) / many;
    }
    assertEquals(0, product, 5 * 9 / Math.sqrt(many), "steps are independent");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "relu",
        "leaky-relu",
        "elu",
        "sigmoid",
        "tanh",
        "softplus",
        "silu",
        "gelu",
        "softmax"
      })
  void largeInputsOverflowNowhere(String activation) {
    var inputs = new double[] {-1e4, -89, -20, -1e-30, 0, 1e-30, 20, 89, 1e4};
    for (var dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
      var spec =
          ModelSpec.sequential("test", "x", Shape.of(inputs.length))
              .dtype(dtype)
              .layer(activation, Map.of())
              .build();
      var model = ModelTracer.trace(spec, DeclaredPlugins.resolver(Dense.class), 1, true);
      var x = model.inputs().get("x");
      var values = NdArray.zeros(x.type());
      for (var i = 0; i < inputs.length; i++) {
        values.setDouble(i, inputs[i]);
      }
      var output = model.outputs().get(activation + "_1").get(0);
      var slope = Differentiation.gradients(output.square().sum(false), List.of(x)).get(0);
      for (var tensor : List.of(output, slope)) {
        var result =
            Evaluation.evaluate(new ReferenceBackend(), Map.of(x, values), List.of(tensor));
        assertTrue(
            Arrays.stream(result.get(0).toDoubles()).allMatch(Double::isFinite),
            () -> dtype + ": " + Arrays.toString(result.get(0).toDoubles()));
      }
    }
  }

  private static TracedModel trace(
      String layer, Map<String, Object> options, Shape shape, int batch, boolean training) {
    var model =
        ModelSpec.sequential("test", "x", shape).dtype(DType.FLOAT64).layer(layer, options).build();
    return ModelTracer.trace(model, DeclaredPlugins.resolver(Dense.class), batch, training);
  }

  private static Tensor output(TracedModel model) {
    return model.layers().get(0).outputs().get(0);
  }

  private static Map<Tensor, NdArray> values(TracedModel model, double... input) {
    var values = new LinkedHashMap<Tensor, NdArray>();
    var x = model.inputs().get("x");
    values.put(x, NdArray.wrap(new TensorType(DType.FLOAT64, x.shape()), input));
    return values;
  }

  private static double[] evaluate(Map<Tensor, NdArray> values, Tensor tensor) {
    return Evaluation.evaluate(new ReferenceBackend(), values, List.of(tensor)).get(0).toDoubles();
  }
}
