package org.caracal.backend.java.attention;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.caracal.array.Shape;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttentionShapeTest {
  @ParameterizedTest
  @CsvSource({
    "16, 4, 128, 32, 1, 4", // as many as the cache holds
    "16, 4, 128, 32, 2, 4",
    "1, 8, 16, 4, 2, 2", // one sequence for two threads
    "3, 7, 16, 4, 2, 4", // of five at most, evenly
    "2, 3, 4096, 64, 1, 1"
  })
  void everyHeadIsInOneGroup(
      int sequences, int heads, int length, int features, int threads, int together) {
    var projections = Shape.of(sequences, length, 3 * heads * features);
    var shape = AttentionShape.of(projections, heads, false, threads);

    var head = 0;
    for (var group = 0; head < sequences * heads; group++) {
      assertEquals(head, shape.first(group));
      assertEquals(head / heads, (head + shape.count(group) - 1) / heads, "one sequence");
      head += shape.count(group);
    }
    assertEquals(sequences * heads, head);
    assertEquals(together, shape.together());
  }
}
