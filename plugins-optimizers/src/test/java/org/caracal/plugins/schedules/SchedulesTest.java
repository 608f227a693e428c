package org.caracal.plugins.schedules;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.caracal.SpecException;
import org.caracal.core.plugin.Configured;
import org.caracal.core.plugin.DeclaredPlugins;
import org.caracal.optimizer.Schedule;
import org.caracal.plugin.PluginKind;
import org.caracal.plugin.PluginSpec;
import org.junit.jupiter.api.Test;

/** Factors of three epochs of four steps. */
class SchedulesTest {
  @Test
  void noneIsForgotten() {
    var names = new TreeSet<String>();
    for (var plugin : DeclaredPlugins.of(StepSchedule.class)) {
      if (plugin.kind() == PluginKind.SCHEDULE) {
        names.add(plugin.name());
      }
    }
    assertEquals(
        new TreeSet<>(List.of("constant", "cosine", "exponential", "linear-warm-up", "step")),
        names);
  }

  @Test
  void constantIsConstant() {
    expect("constant", Map.of(), 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1);
  }

  @Test
  void stepFallsAfterSoManyEpochs() {
    expect("step", Map.of("epochs", 1), 1, 1, 1, 1, .1, .1, .1, .1, .01, .01, .01, .01);
    expect("step", Map.of("epochs", 2, "factor", 0.5), 1, 1, 1, 1, 1, 1, 1, 1, .5, .5, .5, .5);
  }

  @Test
  void exponentialFallsByTheFactorInAnEpoch() {
    var expected = new double[12];
    for (var i = 0; i < 12; i++) {
      expected[i] = Math.pow(0.5, i / 4.0);
    }
    expect("exponential", Map.of("factor", 0.5), expected);
  }

  @Test
  void cosineGoesFromOneToTheFloor() {
    var expected = new double[12];
    for (var i = 0; i < 12; i++) {
      expected[i] = 0.2 + 0.8 * (1 + Math.cos(Math.PI * i / 11)) / 2;
    }
    expect("cosine", Map.of("floor", 0.2), expected);
    assertEquals(1, expected[0]);
    assertEquals(0.2, expected[11], 1e-15);
  }

  @Test
  void warmUpRisesAndMayFall() {
    expect("linear-warm-up", Map.of("steps", 4), .25, .5, .75, 1, 1, 1, 1, 1, 1, 1, 1, 1);
    expect(
        "linear-warm-up",
        Map.of("steps", 4, "decay", true),
        .25,
        .5,
        .75,
        1,
        1,
        7 / 8.0,
        6 / 8.0,
        5 / 8.0,
        4 / 8.0,
        3 / 8.0,
        2 / 8.0,
        1 / 8.0);
  }

  /** Runs of one step, warm-ups longer than the run, and runs that go on beyond their end. */
  @Test
  void atTheEdgesFactorsStayWithinReason() {
    for (var spec :
        List.of(
            PluginSpec.of("constant"),
            PluginSpec.of("cosine"),
            PluginSpec.of("exponential", Map.of("factor", 0.5)),
            PluginSpec.of("step", Map.of("epochs", 3)),
            PluginSpec.of("linear-warm-up", Map.of("steps", 5, "decay", true)))) {
      for (var progress :
          List.of(
              new Schedule.Progress(0, 1, 1),
              new Schedule.Progress(0, 0, 0),
              new Schedule.Progress(1, 1, 1),
              new Schedule.Progress(100, 4, 3),
              new Schedule.Progress(1L << 40, 1L << 20, 1L << 21))) {
        var factor = factor(spec, progress);
        assertTrue(factor >= 0 && factor <= 1, spec + " " + progress + ": " + factor);
      }
    }
  }

  @Test
  void badOptionsAreRefused() {
    for (var bad :
        List.of(
            PluginSpec.of("cosine", Map.of("floor", 2)),
            PluginSpec.of("exponential"),
            PluginSpec.of("exponential", Map.of("factor", -1)),
            PluginSpec.of("step", Map.of("epochs", 0)),
            PluginSpec.of("linear-warm-up", Map.of("steps", 0)))) {
      assertThrows(
          SpecException.class, () -> factor(bad, new Schedule.Progress(0, 1, 1)), bad.toString());
    }
  }

  private static void expect(String name, Map<String, Object> options, double... expected) {
    var spec = PluginSpec.of(name, options);
    var actual =
        LongStream.range(0, 12)
            .mapToDouble(step -> factor(spec, new Schedule.Progress(step, 4, 3)))
            .toArray();
    assertArrayEquals(expected, actual, 1e-15);
  }

  private static double factor(PluginSpec spec, Schedule.Progress progress) {
    Configured<Schedule<Record>> schedule =
        Configured.resolve(
            DeclaredPlugins.resolver(StepSchedule.class), PluginKind.SCHEDULE, spec, "test");
    return schedule.plugin().factor(schedule.options(), progress);
  }
}
