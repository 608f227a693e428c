package org.caracal.backend.java.parallel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;

class PerThreadTest {
  @Test
  void eachThreadHasTheObjectThatWasMadeForIt() {
    var objects = new PerThread<>(3, worker -> new int[] {worker});

    assertEquals(3, objects.threads());
    for (var worker = 0; worker < 3; worker++) {
      assertEquals(worker, objects.get(worker)[0]);
      assertSame(objects.get(worker), objects.get(worker));
      assertNotSame(objects.get(worker), objects.get((worker + 1) % 3));
    }
  }
}
