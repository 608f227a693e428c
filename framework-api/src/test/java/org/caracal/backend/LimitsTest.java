package org.caracal.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LimitsTest {
  private final Limits limits = new Limits(50, new TreeMap<>(Map.of(1000L, 100.0, 9000L, 10.0)));

  @Test
  void workIsMeasuredByTheLargestCopyThatIsNoLarger() {
    assertEquals(100, limits.copy(1));
    assertEquals(100, limits.copy(1000));
    assertEquals(100, limits.copy(8999.5));
    assertEquals(10, limits.copy(9000));
    assertEquals(10, limits.copy(1e12));
  }

  @Test
  void whicheverTakesLongerCounts() {
    assertEquals(2000 / 100.0, limits.nanoseconds(100, 2000));
    assertEquals(90_000 / 50.0, limits.nanoseconds(90_000, 2000));
    assertEquals(0, limits.nanoseconds(0, 0));
  }

  @Test
  void withoutAMeasurementThereAreNone() {
    assertThrows(
        IllegalArgumentException.class, () -> new Limits(0, new TreeMap<>(limits.copies())));
    assertThrows(IllegalArgumentException.class, () -> new Limits(50, new TreeMap<>()));
  }
}
