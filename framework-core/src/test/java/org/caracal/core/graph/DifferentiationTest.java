package org.caracal.core.graph;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.caracal.PluginException;
import org.caracal.array.DType;
import org.caracal.array.NdArray;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;
import org.caracal.core.reference.Evaluation;
import org.caracal.core.reference.ReferenceBackend;
import org.caracal.graph.Composite;
import org.caracal.graph.Tensor;
import org.junit.jupiter.api.Test;

class DifferentiationTest {
  private static final Shape THREE = Shape.of(3);

  private final Tensor x = Tensor.input("x", new TensorType(DType.FLOAT64, THREE));

  private static double[] evaluate(Tensor tensor, Tensor input, double... values) {
    var inputs = Map.of(input, NdArray.of(Shape.of(values.length), values));
    return Evaluation.evaluate(new ReferenceBackend(), inputs, List.of(tensor)).get(0).toDoubles();
  }

  private double[] slope(UnaryOperator<Tensor> function, double... values) {
    return evaluate(Differentiation.gradients(function.apply(x), List.of(x)).get(0), x, values);
  }

  @Test
  void kinksFollowTheConventions() {
    assertArrayEquals(new double[] {0, 0, 1}, slope(Tensor::relu, -1, 0, 1));
    assertArrayEquals(new double[] {-1, 0, 1}, slope(Tensor::abs, -1, 0, 1));
    assertArrayEquals(new double[] {1, 0, 0}, slope(t -> t.minimum(0), -1, 0, 1));
  }

  @Test
  void elementsThatTieForTheMaximumShareItsGradient() {
    assertArrayEquals(new double[] {0.5, 0, 0.5}, slope(t -> t.max(false), 2, 1, 2));
  }

  @Test
  void aConstantPowerHasAFiniteSlopeAtZero() {
    assertArrayEquals(new double[] {0, 2, 4}, slope(t -> t.power(2), 0, 1, 2));
  }

  @Test
  void aVariablePowerHasFiniteSlopesAtZero() {
    assertArrayEquals(
        new double[] {0, 1, 4 * (1 + Math.log(2))}, slope(t -> t.power(t), 0, 1, 2), 1e-12);
  }

  @Test
  void theThirdDerivativeOfANetworkIsTheDerivativeOfTheSecond() {
    var hidden = x.multiply(1.3).add(0.2).tanh();
    var output = hidden.multiply(0.7).sigmoid();
    var third = output;
    for (var i = 0; i < 3; i++) {
      third = Differentiation.gradients(third, List.of(x)).get(0);
    }
    var second =
        Differentiation.gradients(Differentiation.gradients(output, List.of(x)).get(0), List.of(x))
            .get(0);
    var step = 1e-5;
    var up = evaluate(second, x, 0.3 + step, -0.7 + step, 1.1 + step);
    var down = evaluate(second, x, 0.3 - step, -0.7 - step, 1.1 - step);
    var computed = evaluate(third, x, 0.3, -0.7, 1.1);
    for (var i = 0; i < 3; i++) {
      assertEquals((up[i] - down[i]) / (2 * step), computed[i], 1e-8);
    }
  }

  @Test
  void whatDoesNotLeadToTheOutputHasGradientZero() {
    var y = Tensor.input("y", new TensorType(DType.FLOAT64, THREE));
    var gradients = Differentiation.gradients(x.exp(), List.of(y, x));
    assertArrayEquals(new double[3], evaluate(gradients.get(0), x, 1, 2, 3));
  }

  @Test
  void anInputThatLeadsToAnotherIncludesWhatFlowsThroughIt() {
    var y = x.multiply(3);
    var gradients = Differentiation.gradients(y.square(), List.of(x, y));
    assertArrayEquals(new double[] {18, 36, 54}, evaluate(gradients.get(0), x, 1, 2, 3));
    assertArrayEquals(new double[] {6, 12, 18}, evaluate(gradients.get(1), x, 1, 2, 3));
  }

  @Test
  void noGradientFlowsThroughAStop() {
    assertArrayEquals(new double[] {1, 2, 3}, slope(t -> t.multiply(t.stopGradient()), 1, 2, 3));
  }

  @Test
  void onlyFloatingTensorsHaveGradients() {
    var index = Tensor.input("index", new TensorType(DType.INT32, THREE));
    assertThrows(
        IllegalArgumentException.class, () -> Differentiation.gradients(x, List.of(index)));
    assertThrows(
        IllegalArgumentException.class, () -> Differentiation.gradients(index, List.of(x)));
  }

  /** {@code a e^b}, differentiated through its decomposition. */
  private record ScaledExponential() implements Composite {
    @Override
    public String name() {
      return "scaled-exponential";
    }

    @Override
    public Tensor decompose(List<Tensor> operands) {
      return operands.get(0).multiply(operands.get(1).exp());
    }
  }

  @Test
  void aCompositeIsDifferentiatedThroughItsDecompositionAnyNumberOfTimes() {
    var composite = Tensor.of(new ScaledExponential(), x, x.multiply(2));
    var first = Differentiation.gradients(composite, List.of(x)).get(0);
    var second = Differentiation.gradients(first, List.of(x)).get(0);
    var e = Math.exp(2);
    assertEquals(3 * e, evaluate(first, x, 1, 0, 0)[0], 1e-9);
    assertEquals(8 * e, evaluate(second, x, 1, 0, 0)[0], 1e-9);
  }

  @Test
  void noGradientFlowsFromOneOperandOfACompositeIntoAnother() {
    var y = x.multiply(2);
    var composite = Tensor.of(new ScaledExponential(), x, y);
    var gradients = Differentiation.gradients(composite, List.of(y));
    assertEquals(Math.exp(2), evaluate(gradients.get(0), x, 1, 0, 0)[0], 1e-9);
  }

  private record Broken(int returned) implements Composite {
    @Override
    public String name() {
      return "broken";
    }

    @Override
    public Tensor decompose(List<Tensor> operands) {
      return operands.get(0).exp();
    }

    @Override
    public Optional<List<Tensor>> vjp(List<Tensor> operands, Tensor result, Tensor gradient) {
      return Optional.of(List.of(gradient.sum(false), gradient).subList(0, returned));
    }
  }

  @Test
  void aCompositeWithABrokenDerivativeIsNamed() {
    for (var returned = 0; returned <= 2; returned++) {
      var tensor = Tensor.of(new Broken(returned), x);
      var failure =
          assertThrows(PluginException.class, () -> Differentiation.gradients(tensor, List.of(x)));
      assertTrue(failure.getMessage().contains("Broken"), failure.getMessage());
    }
  }
}
