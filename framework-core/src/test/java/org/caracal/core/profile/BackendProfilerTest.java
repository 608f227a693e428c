package org.caracal.core.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackendProfilerTest {
  private final BackendProfiler profiler = new BackendProfiler("java", 1);

  private void steps(int count, long milliseconds) {
    for (var i = 0; i < count; i++) {
      profiler.step(milliseconds * 1_000_000, 0, 0, 0);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 10, 300})
  void leavesOutAQuarterToAHalf(int milliseconds) {
    var seconds = 0.0;
    while (seconds < 15) {
      steps(1, milliseconds);
      seconds += milliseconds / 1e3;
      var profile = profiler.profile(List.of());
      var all = profile.steps() + profile.skipped();
      if (all * milliseconds > 3000) {
        assertTrue(profile.skipped() >= 0.15 * all, profile.toString());
      }
      assertTrue(profile.skipped() <= 0.6 * all, profile.toString());
    }
  }

  @Test
  void leavesOutSomeSecondsOfALongRun() {
    steps(60_000, 10);
    var profile = profiler.profile(List.of());
    assertEquals(60_000, profile.steps() + profile.skipped());
    assertTrue(profile.skipped() > 700 && profile.skipped() < 1000, profile.toString());
  }

  @Test
  void aShortRunCountsAllSteps() {
    steps(20, 10);
    var profile = profiler.profile(List.of());
    assertEquals(20, profile.steps());
    assertEquals(200_000_000, profile.nanoseconds());
  }
}
