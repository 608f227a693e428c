package org.caracal.core.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.caracal.array.DType;
import org.caracal.array.NdArray;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;
import org.caracal.core.reference.Evaluation;
import org.caracal.core.reference.ReferenceBackend;
import org.caracal.graph.MatMul;
import org.caracal.graph.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GradientBoundTest {
  private static final int TERMS = 7;

  private final Random random = new Random(5);

  @ParameterizedTest
  @CsvSource({"false, false", "true, false", "false, true", "true, true"})
  void isFiniteOnlyIfProductsAre(boolean transposeLeft, boolean transposeRight) {
    var a = input("a", transposeLeft ? TERMS : 4, transposeLeft ? 4 : TERMS);
    var b = input("b", transposeRight ? 5 : TERMS, transposeRight ? TERMS : 5);
    var product = Tensor.of(new MatMul(transposeLeft, transposeRight), a, b);
    assertTrue(GradientBound.isOfOperands(product));
    var bound = GradientBound.of(List.of(product));
    var overflows = 0;
    for (var round = 0; round < 500; round++) {
      // from products far below the largest number to some beyond
      var exponent = 15 + random.nextInt(6);
      var values = Map.of(a, values(a, exponent, round), b, values(b, exponent, round / 8));
      var results = Evaluation.evaluate(new ReferenceBackend(), values, List.of(product, bound));
      var finite = Arrays.stream(results.get(0).toDoubles()).allMatch(Double::isFinite);
      if (!finite) {
        overflows++;
        assertFalse(Double.isFinite(results.get(1).getDouble(0)), "round " + round);
      }
      var special = round % 8 > 4 || round / 8 % 8 > 4;
      if (exponent == 15) {
        assertEquals(!special, Double.isFinite(results.get(1).getDouble(0)), "round " + round);
      }
    }
    assertTrue(overflows > 50, "overflows: " + overflows);
  }

  @ParameterizedTest
  @CsvSource({"1, true", "NaN, false", "Infinity, false"})
  void looksAtOthersThemselves(float element, boolean finite) {
    var gradient = input("g", 3, 2);
    assertFalse(GradientBound.isOfOperands(gradient));
    var value = values(gradient, 3, 0);
    value.setDouble(4, element);
    var bound =
        Evaluation.evaluate(
            new ReferenceBackend(),
            Map.of(gradient, value),
            List.of(GradientBound.of(List.of(gradient))));
    assertEquals(finite, Float.isFinite((float) bound.get(0).getDouble(0)));
  }

  private static Tensor input(String name, int rows, int columns) {
    return Tensor.input(name, new TensorType(DType.FLOAT32, Shape.of(rows, columns)));
  }

  /** Numbers of a size; in some rounds one is none or infinite. */
  private NdArray values(Tensor tensor, int exponent, int round) {
    var values = NdArray.zeros(tensor.type());
    for (var i = 0; i < values.size(); i++) {
      values.setDouble(i, random.nextGaussian() * Math.pow(10, exponent));
    }
    var special =
        switch (round % 8) {
          case 5 -> Double.NaN;
          case 6 -> Double.POSITIVE_INFINITY;
          case 7 -> Double.NEGATIVE_INFINITY;
          default -> values.getDouble(0);
        };
    values.setDouble(random.nextInt(values.size()), special);
    return values;
  }
}
