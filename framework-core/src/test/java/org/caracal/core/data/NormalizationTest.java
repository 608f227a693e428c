package org.caracal.core.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.caracal.DataException;
import org.caracal.SpecException;
import org.caracal.array.NdArray;
import org.caracal.array.Shape;
import org.caracal.data.ArrayDataset;
import org.caracal.data.Dataset;
import org.caracal.training.DataSpec;
import org.caracal.training.DataSpec.Normalization.Method;
import org.junit.jupiter.api.Test;

class NormalizationTest {
  /** Column 0: mean 4, deviation sqrt(8/3); column 1: always 7; column 2: -1, 0, 4. */
  private static final double[] X = {2, 7, -1, 4, 7, 0, 6, 7, 4};

  @Test
  void affineIsTheSameForAllElements() {
    assertArrayEquals(
        new double[] {0, 2.5, -1.5, 1, 2.5, -1, 2, 2.5, 1}, scaled(affine(2, 2)), 1e-15);
  }

  @Test
  void standardIsByElement() {
    var unit = Math.sqrt(8 / 3.0);
    var third = Math.sqrt(14 / 3.0);
    assertArrayEquals(
        new double[] {-2 / unit, 0, -2 / third, 0, 0, -1 / third, 2 / unit, 0, 3 / third},
        scaled(method(Method.STANDARD)),
        1e-15);
  }

  @Test
  void minMaxIsByElement() {
    assertArrayEquals(
        new double[] {0, 0, 0, 0.5, 0, 0.2, 1, 0, 1}, scaled(method(Method.MIN_MAX)), 1e-15);
  }

  @Test
  void stepsFollowOneAnother() {
    assertArrayEquals(
        scaled(method(Method.STANDARD)), scaled(affine(100, 0.01), method(Method.STANDARD)), 1e-12);
    assertArrayEquals(
        new double[] {1, 1, 1, 1.5, 1, 1.2, 2, 1, 2},
        scaled(method(Method.MIN_MAX), affine(-1, 1)),
        1e-15);
  }

  /** The naive formula, mean of squares less square of mean, loses all digits here. */
  @Test
  void largeOffsetsCancelNothing() {
    var data = data(1e9 + 1, 1e9 + 2, 1e9 + 3);
    var normalization = Normalization.fit(List.of(method(Method.STANDARD)), data);
    var root = Math.sqrt(1.5);
    assertArrayEquals(new double[] {-root, 0, root}, apply(normalization, data), 1e-12);
  }

  @Test
  void whatACheckpointKeepsIsTheSame() {
    var all = List.of(affine(1, 3), method(Method.STANDARD), method(Method.MIN_MAX));
    var fitted = Normalization.fit(all, table());
    var kept = Normalization.of(fitted.toTensors());
    assertArrayEquals(apply(fitted, table()), apply(kept, table()), 0);
  }

  @Test
  void otherFeaturesStayAsTheyAre() {
    var two =
        new ArrayDataset(
            Map.of(
                "x",
                NdArray.of(Shape.of(2), 1.0, 3.0),
                "other",
                NdArray.of(Shape.of(2), 1.0, 3.0)));
    var fitted = Normalization.fit(List.of(method(Method.STANDARD)), two);
    var row = NdArray.of(Shape.of(1), 5.0);
    fitted.apply("other", row, 0, 1);
    assertArrayEquals(new double[] {5}, row.doubles());
  }

  /** Else every example would be NaN, and the first one, which is innocent, be blamed. */
  @Test
  void numbersThatAreNoneAreNamedByTheirExample() {
    for (var bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      for (var method : new Method[] {Method.STANDARD, Method.MIN_MAX}) {
        var failure =
            assertThrows(
                DataException.class,
                () -> Normalization.fit(List.of(method(method)), data(1, 2, bad, 4)));
        assertTrue(failure.getMessage().contains("feature x"), failure::getMessage);
        assertTrue(failure.getMessage().contains("example 3"), failure::getMessage);
      }
    }
  }

  @Test
  void whatIsNoFloatingFeatureIsRefused() {
    var integers = new ArrayDataset(Map.of("x", NdArray.of(Shape.of(2), 1, 2)));
    assertThrows(
        SpecException.class, () -> Normalization.fit(List.of(method(Method.STANDARD)), integers));
    var failure =
        assertThrows(
            SpecException.class,
            () ->
                Normalization.fit(
                    List.of(new DataSpec.Normalization("y", Method.STANDARD, 0, 1)), table()));
    assertTrue(failure.getMessage().contains("y is no feature"), failure::getMessage);
  }

  @Test
  void nothingCanBeDividedByZero() {
    assertThrows(SpecException.class, () -> Normalization.fit(List.of(affine(1, 0)), table()));
  }

  private static double[] scaled(DataSpec.Normalization... steps) {
    return apply(Normalization.fit(List.of(steps), table()), table());
  }

  private static double[] apply(Normalization normalization, Dataset data) {
    var all = Examples.values(data, "x");
    var values = NdArray.of(Shape.of(all.length), all);
    var size = values.size() / data.size();
    for (var row = 0; row < data.size(); row++) {
      normalization.apply("x", values, row, size);
    }
    return values.doubles();
  }

  private static Dataset table() {
    return new ArrayDataset(Map.of("x", NdArray.of(Shape.of(3, 3), X)));
  }

  private static Dataset data(double... x) {
    return new ArrayDataset(Map.of("x", NdArray.of(Shape.of(x.length), x)));
  }

  private static DataSpec.Normalization affine(double offset, double scale) {
    return new DataSpec.Normalization("x", Method.AFFINE, offset, scale);
  }

  private static DataSpec.Normalization method(Method method) {
    return new DataSpec.Normalization("x", method, 0, 1);
  }
}
