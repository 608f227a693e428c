package org.caracal.backend.nativeblas;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.caracal.array.DType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeasuredRoutingTest {
  @ParameterizedTest
  @CsvSource({
    // m, n, k, without vectors, with 4 lanes, with 8 and copies, without copies, and followed
    "16, 16, 16, true, false, false, false, false",
    "128, 128, 128, true, true, false, true, false",
    "128, 512, 784, true, true, false, true, false", // a dense layer
    "128, 10, 256, true, false, false, false, false", // and the last one
    "128, 128, 32, true, true, false, false, false", // attention
    "1024, 1024, 1024, true, true, false, true, true",
    "2048, 2048, 2048, true, true, true, true, true",
    "1, 4096, 4096, false, false, false, false, false",
    "4096, 1, 4096, false, false, false, false, false",
    "2048, 2048, 1, false, false, false, false, false",
    "2, 2, 2, false, false, false, false, false",
  })
  void productsOfManyOperationsAnElementGoToOpenBlas(
      int m,
      int n,
      int k,
      boolean withoutVectors,
      boolean narrow,
      boolean copied,
      boolean inPlace,
      boolean followed) {
    var product = new MatrixProduct(false, false, 3, m, n, k);
    assertEquals(withoutVectors, prefers(1, true, product, false));
    assertEquals(narrow, prefers(4, true, product, true));
    assertEquals(copied, prefers(8, false, product, false));
    assertEquals(inPlace, prefers(16, true, product, false));
    assertEquals(followed, prefers(16, true, product, true));
    assertEquals(
        narrow, new MeasuredRouting(16, true).prefersOpenBlas(product, DType.FLOAT64, true));
  }

  private static boolean prefers(
      int lanes, boolean takesArrays, MatrixProduct product, boolean followed) {
    return new MeasuredRouting(lanes, takesArrays)
        .prefersOpenBlas(product, DType.FLOAT32, followed);
  }
}
