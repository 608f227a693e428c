package org.caracal.backend.java.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.caracal.array.DType;
import org.caracal.backend.Execution;
import org.caracal.backend.java.JavaSession;
import org.caracal.backend.java.Loops;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeasurementTest {
  @ParameterizedTest
  @CsvSource({"FLOAT32, 2, true", "FLOAT64, 1, false"})
  void everythingIsMeasured(DType dtype, int threads, boolean best) {
    var loops = best ? Loops.best() : Loops.scalar();
    try (var session = new JavaSession(new Execution(threads), loops)) {
      var limits = session.limits(dtype).orElseThrow();
      assertTrue(Double.isFinite(limits.operations()), limits.toString());
      assertEquals(32L << 10, limits.copies().firstKey());
      assertTrue(limits.copies().lastKey() >= 8L << 20, limits.toString());
      limits.copies().values().forEach(rate -> assertTrue(rate > 0, limits.toString()));
    }
  }
}
