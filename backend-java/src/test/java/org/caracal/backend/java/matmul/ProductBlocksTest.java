package org.caracal.backend.java.matmul;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.caracal.backend.java.parallel.ThreadPool;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProductBlocksTest {
  private static final int TILE = 8;
  private static final int WIDTH = 32;

  @ParameterizedTest
  @CsvSource({
    "2, 2048, 384, 128",
    "2, 2048, 128, 512",
    "2, 128, 784, 512",
    "3, 2048, 128, 128",
    "4, 1000, 500, 640",
    "1, 2048, 512, 128"
  })
  void threadsHaveAboutAsMuchOfAResult(int threads, int rows, int inner, int columns) {
    try (var pool = new ThreadPool(threads)) {
      var pieces = ProductBlocks.of(pool, 1, rows, columns, inner, TILE, WIDTH, false);

      var elements = 0L;
      for (var piece = 0; piece < pieces.count(); piece++) {
        var height = pieces.endRow(piece) - pieces.firstRow(piece);
        elements += (long) height * (pieces.endColumn(piece) - pieces.firstColumn(piece));
      }
      assertEquals((long) rows * columns, elements);
      var rounds = (pieces.count() + threads - 1) / threads;
      var longest = (long) rounds * pieces.rowStep() * pieces.columnStep();
      assertTrue(longest * threads < 1.1 * rows * columns, longest + " of one thread");
    }
  }
}
