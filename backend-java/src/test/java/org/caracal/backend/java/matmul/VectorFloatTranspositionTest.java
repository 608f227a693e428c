package org.caracal.backend.java.matmul;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VectorFloatTranspositionTest {
  /** The rows fill the array, so that nothing may be read before or behind them. */
  @ParameterizedTest
  @CsvSource({"5, 8, 8, 8", "6, 16, 19, 8", "7, 24, 24, 16", "8, 8, 8, 16", "8, 40, 47, 12"})
  void turnsRowsIntoColumns(int count, int terms, int stride, int width) {
    assumeTrue(VectorFloatTransposition.SUPPORTED);
    var from = new float[(count - 1) * stride + terms];
    for (var i = 0; i < from.length; i++) {
      from[i] = i;
    }
    var to = new float[(terms - 1) * width + VectorFloatTransposition.EXTENT];

    VectorFloatTransposition.run(from, 0, stride, count, terms, to, 0, width);

    for (var k = 0; k < terms; k++) {
      for (var j = 0; j < count; j++) {
        assertEquals(from[stride * j + k], to[width * k + j]);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"4, 16, 8", "12, 21, 16", "14, 8, 16", "16, 37, 16", "6, 9, 8", "6, 7, 8"})
  void givesWhatPlainLoopsGive(int count, int inner, int width) {
    var from = new float[count * inner];
    for (var i = 0; i < from.length; i++) {
      from[i] = i;
    }
    var panels = new VectorFloatPanels();
    var to = new float[inner * width];
    for (var run = 0; run < 100; run++) {
      java.util.Arrays.fill(to, -1);
      panels.packTransposed(from, 0, inner, inner, count, to, 0, width);
      for (var k = 0; k < inner; k++) {
        for (var j = 0; j < count; j++) {
          assertEquals(from[inner * j + k], to[width * k + j]);
        }
      }
    }
  }
}
