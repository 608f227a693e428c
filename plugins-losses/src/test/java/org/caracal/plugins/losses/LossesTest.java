package org.caracal.plugins.losses;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;
import org.caracal.SpecException;
import org.caracal.array.DType;
import org.caracal.array.NdArray;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;
import org.caracal.core.graph.Differentiation;
import org.caracal.core.plugin.Configured;
import org.caracal.core.plugin.DeclaredPlugins;
import org.caracal.core.reference.Evaluation;
import org.caracal.core.reference.GradientCheck;
import org.caracal.core.reference.OperationCase;
import org.caracal.core.reference.ReferenceBackend;
import org.caracal.graph.Tensor;
import org.caracal.loss.Loss;
import org.caracal.plugin.PluginKind;
import org.caracal.plugin.PluginSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each loss against its formula in double precision, its derivatives against differences. */
class LossesTest {
  private static final double[] PREDICTION = {0.3, -1.2, 2.5, 0.7, -0.4, 1.9};
  private static final double[] TARGET = {1, 0, 1, 0.25, 0.5, 0};

  @Test
  void noneIsForgotten() {
    var names = new TreeSet<String>();
    DeclaredPlugins.of(Huber.class).forEach(plugin -> names.add(plugin.name()));
    assertEquals(
        new TreeSet<>(
            List.of(
                "binary-cross-entropy",
                "cross-entropy",
                "gaussian-kl-divergence",
                "huber",
                "mae",
                "mse")),
        names);
  }

  @Test
  void meansOverAllElements() {
    expect("mse", Map.of(), (p, t) -> (p - t) * (p - t));
    expect("mae", Map.of(), (p, t) -> Math.abs(p - t));
    for (var delta : new double[] {0.4, 1, 10}) {
      expect(
          "huber",
          Map.of("delta", delta),
          (p, t) -> {
            var d = Math.abs(p - t);
            return d <= delta ? d * d / 2 : delta * (d - delta / 2);
          });
    }
    expect(
        "binary-cross-entropy",
        Map.of(),
        (p, t) -> {
          var s = 1 / (1 + Math.exp(-p));
          return -t * Math.log(s) - (1 - t) * Math.log(1 - s);
        });
  }

  private static void expect(
      String name, Map<String, Object> options, DoubleBinaryOperator formula) {
    var mean =
        IntStream.range(0, 6)
            .mapToDouble(i -> formula.applyAsDouble(PREDICTION[i], TARGET[i]))
            .average()
            .orElseThrow();
    var spec = PluginSpec.of(name, options);
    for (var shape : List.of(Shape.of(6), Shape.of(6, 1), Shape.of(2, 3), Shape.of(1, 6))) {
      var prediction = NdArray.of(shape, PREDICTION);
      var target = NdArray.of(shape, TARGET);
      assertEquals(mean, value(spec, prediction, target), 1e-14, name);
      checkDerivatives(spec, prediction, target);
    }
  }

  @Test
  void crossEntropyOfIndices() {
    var logits = NdArray.of(Shape.of(2, 3), PREDICTION);
    var mean = -(logSoftmax(0, 2) + logSoftmax(1, 0)) / 2;
    var spec = PluginSpec.of("cross-entropy");
    for (var target :
        List.of(
            NdArray.of(Shape.of(2), 2, 0),
            NdArray.of(Shape.of(2), 2L, 0L),
            NdArray.of(Shape.of(2, 1), 2, 0),
            NdArray.of(Shape.of(2, 3), 0.0, 0, 1, 1, 0, 0),
            NdArray.of(Shape.of(2, 3), 0, 0, 1, 1, 0, 0))) {
      assertEquals(mean, value(spec, logits, target), 1e-14, target.toString());
      checkDerivatives(spec, logits, target);
    }
  }

  @Test
  void crossEntropyOfProbabilitiesAndSmoothedLabels() {
    var logits = NdArray.of(Shape.of(2, 3), PREDICTION);
    var mean = 0.0;
    var smoothed = 0.0;
    var soft = new double[] {0.2, 0.3, 0.5, 1, 0, 0};
    for (var i = 0; i < 6; i++) {
      mean -= soft[i] * logSoftmax(i / 3, i % 3) / 2;
      smoothed -= (0.9 * soft[i] + 0.1 / 3) * logSoftmax(i / 3, i % 3) / 2;
    }
    var target = NdArray.of(Shape.of(2, 3), soft);
    assertEquals(mean, value(PluginSpec.of("cross-entropy"), logits, target), 1e-14);
    var smoothing = PluginSpec.of("cross-entropy", Map.of("labelSmoothing", 0.1));
    assertEquals(smoothed, value(smoothing, logits, target), 1e-14);
    checkDerivatives(smoothing, logits, target);
    var hard = -(0.9 * (logSoftmax(0, 1) + logSoftmax(1, 2)) + 0.1 / 3 * allLogSoftmax()) / 2;
    assertEquals(hard, value(smoothing, logits, NdArray.of(Shape.of(2), 1, 2)), 1e-14);
  }

  private static double allLogSoftmax() {
    return IntStream.range(0, 6).mapToDouble(i -> logSoftmax(i / 3, i % 3)).sum();
  }

  private static double logSoftmax(int row, int column) {
    var sum = 0.0;
    for (var i = 0; i < 3; i++) {
      sum += Math.exp(PREDICTION[3 * row + i]);
    }
    return PREDICTION[3 * row + column] - Math.log(sum);
  }

  @Test
  void crossEntropyOfSequences() {
    var logits = NdArray.of(Shape.of(1, 2, 3), PREDICTION);
    var spec = PluginSpec.of("cross-entropy");
    var mean = -(logSoftmax(0, 2) + logSoftmax(1, 0)) / 2;
    for (var shape : List.of(Shape.of(1, 2), Shape.of(1, 2, 1))) {
      assertEquals(mean, value(spec, logits, NdArray.of(shape, 2, 0)), 1e-14);
    }
  }

  /** By the integral that defines it: {@code int p(x) log(p(x) / q(x)) dx}. */
  @Test
  void divergenceFromTheStandardNormalDistribution() {
    var spec = PluginSpec.of("gaussian-kl-divergence");
    var sum = 0.0;
    for (var i = 0; i < 6; i++) {
      sum += divergence(PREDICTION[i], TARGET[i]);
    }
    var mean = NdArray.of(Shape.of(2, 3), PREDICTION);
    var logVariance = NdArray.of(Shape.of(2, 3), TARGET);
    assertEquals(sum / 2, value(spec, mean, logVariance), 1e-9);
    checkDerivatives(spec, mean, logVariance);
    assertEquals(0, value(spec, NdArray.of(Shape.of(1, 1), 0.0), NdArray.of(Shape.of(1), 0.0)));
  }

  private static double divergence(double mean, double logVariance) {
    var deviation = Math.exp(logVariance / 2);
    var step = 1e-3;
    var sum = 0.0;
    for (var z = -12.0; z < 12; z += step) {
      var x = mean + deviation * z;
      var density = Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
      sum += step * density * (x * x / 2 - z * z / 2 - Math.log(deviation));
    }
    return sum;
  }

  /** Certain and right costs nothing, certain and wrong costs the distance, both finite. */
  @ParameterizedTest
  @ValueSource(strings = {"FLOAT32", "FLOAT64"})
  void extremeLogitsAreFinite(DType dtype) {
    var logits = NdArray.zeros(new TensorType(dtype, Shape.of(2, 2)));
    logits.setDouble(0, 1e4);
    logits.setDouble(2, -1e4);
    var spec = PluginSpec.of("cross-entropy");
    assertEquals(0, value(spec, logits, NdArray.of(Shape.of(2), 0, 1)), 1e-12);
    assertEquals(1e4, value(spec, logits, NdArray.of(Shape.of(2), 1, 0)), 1e-2);
    var binary = PluginSpec.of("binary-cross-entropy");
    var truth = NdArray.of(Shape.of(2, 2), 1, 0, 0, 1);
    assertEquals(Math.log(2) / 2, value(binary, logits, truth), 1e-6);
    var lie = NdArray.of(Shape.of(2, 2), 0, 0, 1, 0);
    assertEquals((2e4 + 2 * Math.log(2)) / 4, value(binary, logits, lie), 1e-2);
    for (var loss : List.of(spec, binary)) {
      for (var target : List.of(truth, lie)) {
        assertTrue(
            Arrays.stream(gradient(loss, logits, target)).allMatch(Double::isFinite), loss.name());
      }
    }
  }

  @Test
  void gradientsAtKinksAreFinite() {
    var zero = NdArray.of(Shape.of(2), 0.0, 1.0);
    for (var name : List.of("mae", "huber", "mse", "binary-cross-entropy")) {
      assertTrue(
          Arrays.stream(gradient(PluginSpec.of(name), zero, zero)).allMatch(Double::isFinite));
    }
  }

  @Test
  void classesAreTold() {
    var loss = "cross-entropy";
    var three = TensorType.float32(2, 3);
    assertEquals(OptionalInt.of(3), classes(loss, three, DType.INT32, 2));
    assertEquals(OptionalInt.of(3), classes(loss, TensorType.float32(2, 4, 3), DType.INT64, 2, 4));
    assertEquals(OptionalInt.empty(), classes(loss, three, DType.FLOAT32, 2, 3));
    assertEquals(OptionalInt.empty(), classes(loss, three, DType.INT32, 2, 3));
    var binary = "binary-cross-entropy";
    assertEquals(OptionalInt.of(2), classes(binary, three, DType.INT32, 2, 3));
    assertEquals(OptionalInt.of(2), classes(binary, TensorType.float32(2, 1), DType.INT64, 2));
    assertEquals(OptionalInt.empty(), classes(binary, three, DType.FLOAT32, 2, 3));
  }

  private static OptionalInt classes(
      String name, TensorType prediction, DType dtype, int... target) {
    var loss = configured(PluginSpec.of(name));
    return loss.plugin()
        .classes(loss.options(), prediction, new TensorType(dtype, Shape.of(target)));
  }

  /** Nothing is broadcast in silence, and axes are not mixed up. */
  @ParameterizedTest
  @CsvSource({
    "mse, '4,1', '4,4'",
    "mse, '4', '5'",
    "mse, '2,3', '3,2'",
    "mae, '4,1', '1'",
    "huber, '4', '4,2'",
    "binary-cross-entropy, '4,1', '4,4'",
    "gaussian-kl-divergence, '4,2', '2,4'",
    "gaussian-kl-divergence, '', ''",
    "cross-entropy, '4', '4'",
    "cross-entropy, '4,3', '3'",
    "cross-entropy, '4,3', '4,2'",
    "cross-entropy, '2,4,3', '4,2'",
    "cross-entropy, '2,4,5,3', '2,5,4'",
    "cross-entropy, '4,3', ''"
  })
  void targetsMustFit(String name, String prediction, String target) {
    for (var dtype : List.of(DType.FLOAT32, DType.INT32)) {
      var loss = configured(PluginSpec.of(name));
      var inputs =
          List.of(
              Tensor.input("p", new TensorType(DType.FLOAT32, shape(prediction))),
              Tensor.input("t", new TensorType(dtype, shape(target))));
      var failure =
          assertThrows(
              IllegalArgumentException.class,
              () -> loss.plugin().apply(loss.options(), inputs.get(0), inputs.get(1)),
              name + " of " + prediction + " and " + dtype + " " + target);
      assertTrue(failure.getMessage().contains("expected"), failure::getMessage);
    }
  }

  private static Shape shape(String extents) {
    return extents.isEmpty()
        ? Shape.SCALAR
        : Shape.of(Arrays.stream(extents.split(",", -1)).mapToInt(Integer::parseInt).toArray());
  }

  @Test
  void badOptionsAreRefused() {
    assertThrows(
        SpecException.class, () -> configured(PluginSpec.of("huber", Map.of("delta", -1))));
    assertThrows(
        SpecException.class,
        () -> configured(PluginSpec.of("cross-entropy", Map.of("labelSmoothing", 1.5))));
    assertThrows(SpecException.class, () -> configured(PluginSpec.of("mse", Map.of("x", 1))));
  }

  private static Configured<Loss<Record>> configured(PluginSpec spec) {
    return Configured.resolve(DeclaredPlugins.resolver(Huber.class), PluginKind.LOSS, spec, "test");
  }

  private static Tensor apply(PluginSpec spec, Tensor prediction, Tensor target) {
    var loss = configured(spec);
    var value = loss.plugin().apply(loss.options(), prediction, target);
    assertEquals(new TensorType(prediction.dtype(), Shape.SCALAR), value.type());
    return value;
  }

  private static double value(PluginSpec spec, NdArray prediction, NdArray target) {
    var p = Tensor.input("p", prediction.type());
    var t = Tensor.input("t", target.type());
    return Evaluation.evaluate(
            new ReferenceBackend(), Map.of(p, prediction, t, target), List.of(apply(spec, p, t)))
        .get(0)
        .getDouble(0);
  }

  private static double[] gradient(PluginSpec spec, NdArray prediction, NdArray target) {
    var p = Tensor.input("p", prediction.type());
    var t = Tensor.input("t", target.type());
    var gradients = Differentiation.gradients(apply(spec, p, t), List.of(p));
    return Evaluation.evaluate(new ReferenceBackend(), Map.of(p, prediction, t, target), gradients)
        .get(0)
        .toDoubles();
  }

  private static void checkDerivatives(PluginSpec spec, NdArray prediction, NdArray target) {
    GradientCheck.check(
        new ReferenceBackend(),
        new OperationCase(
            spec.name(),
            List.of(prediction, target),
            inputs -> apply(spec, inputs.get(0), inputs.get(1)),
            1e-6));
  }
}
