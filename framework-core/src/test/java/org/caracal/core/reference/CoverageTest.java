package org.caracal.core.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.caracal.array.NdArray;
import org.caracal.array.Shape;
import org.caracal.graph.Composite;
import org.caracal.graph.Tensor;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;

/** Whether the checks of operations would notice what they are there for. */
class CoverageTest {
  private static final ReferenceBackend BACKEND = new ReferenceBackend();

  @Test
  void anOperationWithoutACaseIsNoticed() {
    var cases = OperationCases.all();
    assertTrue(OperationCoverage.required().size() > 60);
    for (var operation : OperationCoverage.required()) {
      var others =
          cases.stream().filter(test -> !OperationCoverage.key(test).equals(operation)).toList();
      assertEquals(List.of(operation), List.copyOf(OperationCoverage.missing(others)));
    }
  }

  @Test
  void anOperationWhoseDerivativesAreNotCheckedIsNoticed() {
    var cases = OperationCases.all();
    for (var operation : OperationCoverage.required()) {
      var others =
          cases.stream().filter(test -> !OperationCoverage.key(test).equals(operation)).toList();
      assertEquals(
          !OperationCoverage.WITHOUT_FLOATING_OPERANDS.contains(operation),
          OperationCoverage.unchecked(others).contains(operation),
          operation);
    }
    var integers = NdArray.of(Shape.of(2), 1, 2);
    var onlyIntegers = OperationCase.unary("sum of integers", integers, x -> x.sum(false));
    assertTrue(OperationCoverage.unchecked(List.of(onlyIntegers)).contains("Reduce SUM"));
  }

  @Test
  void whatIsSaidToHaveNoFloatingOperandHasNone() {
    for (var test : OperationCases.all()) {
      if (OperationCoverage.WITHOUT_FLOATING_OPERANDS.contains(OperationCoverage.key(test))) {
        assertTrue(test.tensors().stream().noneMatch(x -> x.dtype().isFloating()), test::name);
      }
    }
  }

  /** The square, with a derivative of its own. */
  private record Square(Function<Tensor, Tensor> slope, String name) implements Composite {
    @Override
    public Tensor decompose(List<Tensor> operands) {
      return operands.get(0).square();
    }

    @Override
    public Optional<List<Tensor>> vjp(List<Tensor> operands, Tensor result, Tensor gradient) {
      return Optional.of(List.of(gradient.multiply(slope.apply(operands.get(0)))));
    }
  }

  @Test
  void rightDerivativesPass() {
    var agreement = check(x -> x.multiply(2)).orElseThrow();
    assertEquals(6, agreement.compared());
    assertTrue(agreement.first() < 0.1 && agreement.second() < 0.1, agreement::toString);
  }

  @Test
  void aWrongFirstDerivativeIsNoticed() {
    for (var factor : new double[] {-2, 0, 2.01, 1.99, Double.NaN}) {
      var failure = assertThrows(AssertionFailedError.class, () -> check(x -> x.multiply(factor)));
      assertTrue(failure.getMessage().contains("first derivative"), failure::getMessage);
    }
  }

  /** The value of the slope is right, but it does not know that it changes. */
  @Test
  void aWrongSecondDerivativeIsNoticed() {
    var failure =
        assertThrows(AssertionFailedError.class, () -> check(x -> x.multiply(2).stopGradient()));
    assertTrue(failure.getMessage().contains("second derivative"), failure::getMessage);
  }

  @Test
  void theReportNamesEveryOperation() {
    var report = new DerivativeReport();
    var test = OperationCase.unary("exp", NdArray.of(Shape.of(2), 0.5, -1), Tensor::exp);
    report.add(test, GradientCheck.check(BACKEND, test));
    var text = report.text();
    for (var operation : OperationCoverage.required()) {
      assertTrue(text.contains("| " + operation + " |"), operation);
    }
    assertTrue(text.contains("| Unary EXP | 1 | 4 |"), text);
    assertTrue(text.contains("| MatMul | 0 | 0 | NOT CHECKED | NOT CHECKED |"), text);
    assertTrue(text.contains("| Iota | 0 | 0 | no floating operand | no floating operand |"), text);
  }

  private static Optional<GradientCheck.Agreement> check(Function<Tensor, Tensor> slope) {
    var x = NdArray.of(Shape.of(3), 0.7, -1.3, 2.1);
    var square = new Square(slope, "square of a test");
    return GradientCheck.check(
        BACKEND, OperationCase.unary("square", x, input -> Tensor.of(square, input)));
  }
}
