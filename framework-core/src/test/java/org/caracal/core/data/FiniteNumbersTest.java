package org.caracal.core.data;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class FiniteNumbersTest {
  @Test
  void extremesAreFinite() {
    assertTrue(
        FiniteNumbers.areFinite(
            new float[] {0f, -0f, Float.MIN_VALUE, -Float.MAX_VALUE, Float.MAX_VALUE, 1e-38f}, 6));
    assertTrue(
        FiniteNumbers.areFinite(
            new double[] {0, -0.0, Double.MIN_VALUE, -Double.MAX_VALUE, Double.MAX_VALUE, 1}, 6));
    assertTrue(FiniteNumbers.areFinite(new long[] {Long.MIN_VALUE}, 1));
  }

  @Test
  void findsOneAnywhereButBehindTheEnd() {
    for (var bad : List.of(Double.NaN, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY)) {
      for (var place = 0; place < 37; place++) {
        var floats = new float[37];
        floats[place] = bad.floatValue();
        var doubles = new double[37];
        doubles[place] = bad;
        assertFalse(FiniteNumbers.areFinite(floats, 37), "float32 " + bad + " at " + place);
        assertFalse(FiniteNumbers.areFinite(doubles, 37), "float64 " + bad + " at " + place);
        assertTrue(FiniteNumbers.areFinite(floats, place));
        assertTrue(FiniteNumbers.areFinite(doubles, place));
      }
    }
  }
}
