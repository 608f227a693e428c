package org.caracal.backend.nativeblas;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutingTest {
  @ParameterizedTest
  @CsvSource({
    // m, n, k, with vectors, without
    "16, 16, 16, false, true",
    "128, 128, 128, true, true",
    "128, 512, 784, true, true", // a dense layer
    "128, 10, 256, false, true", // and the last one
    "128, 128, 32, true, true", // attention
    "1, 4096, 4096, false, false",
    "4096, 1, 4096, false, false",
    "2048, 2048, 1, false, false",
    "2, 2, 2, false, false",
  })
  void productsOfManyOperationsAnElementGoToOpenBlas(
      int m, int n, int k, boolean withVectors, boolean without) {
    var product = new MatrixProduct(false, false, 3, m, n, k);
    assertEquals(withVectors, Routing.measured(true).prefersOpenBlas(product));
    assertEquals(without, Routing.measured(false).prefersOpenBlas(product));
  }
}
