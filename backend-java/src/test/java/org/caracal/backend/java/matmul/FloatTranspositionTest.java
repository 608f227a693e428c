package org.caracal.backend.java.matmul;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FloatTranspositionTest {
  /** The rows fill the array, so that nothing may be read before or behind them. */
  @ParameterizedTest
  @CsvSource({
    "5, 8, 8, 8",
    "5, 16, 16, 8",
    "6, 16, 19, 8",
    "8, 19, 19, 8",
    "16, 40, 47, 16",
    "13, 24, 24, 16",
    "16, 8, 8, 32",
    "32, 37, 40, 32"
  })
  void turnsRowsIntoColumns(int count, int inner, int stride, int width) {
    assumeFalse(VectorFloatPanels.TRANSPOSITIONS.isEmpty());
    var tried = check(count, inner, stride, width);
    assertTrue(tried >= 5, tried + " rows");
  }

  /** The fewest rows and terms, which depend on the extent of vectors, and some more. */
  @ParameterizedTest
  @CsvSource({"7, 24, 24, 16", "8, 8, 8, 16", "8, 40, 47, 16", "13, 4, 4, 16", "13, 5, 6, 32"})
  void turnsFewRowsIntoColumns(int count, int inner, int stride, int width) {
    assumeTrue(check(count, inner, stride, width) > 0, "with vectors of this extent");
  }

  private static int check(int count, int inner, int stride, int width) {
    var from = new float[(count - 1) * stride + inner];
    for (var i = 0; i < from.length; i++) {
      from[i] = i;
    }
    var tried = 0;
    for (var transposition : VectorFloatPanels.TRANSPOSITIONS) {
      var rows = transposition.rows(width, stride, inner, count);
      var to = new float[inner * width + 8];

      transposition.run(from, 0, stride, inner, rows, to, 0, width);

      for (var k = 0; k < inner; k++) {
        for (var j = 0; j < rows; j++) {
          assertEquals(from[stride * j + k], to[width * k + j]);
        }
      }
      tried += rows;
    }
    return tried;
  }

  @ParameterizedTest
  @CsvSource({
    "4, 16, 8",
    "12, 21, 16",
    "14, 8, 16",
    "16, 37, 16",
    "6, 9, 8",
    "6, 7, 8",
    "29, 40, 32",
    "9, 17, 32"
  })
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
