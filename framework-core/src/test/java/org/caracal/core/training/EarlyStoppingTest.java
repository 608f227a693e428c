package org.caracal.core.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.caracal.SpecException;
import org.caracal.training.Callbacks;
import org.junit.jupiter.api.Test;

class EarlyStoppingTest {
  private static final Map<String, Boolean> HIGHER = Map.of("accuracy", true, "mae", false);

  @Test
  void lowerIsBetterForTheLoss() {
    assertEquals(List.of(true, false, true, false), judge("loss", 0, 3.0, 4.0, 2.0, 2.0));
  }

  @Test
  void higherIsBetterForWhatSaysSo() {
    assertEquals(List.of(true, false, true), judge("accuracy", 0, 0.5, 0.4, 0.6));
    assertEquals(List.of(true, true, false), judge("mae", 0, 0.5, 0.4, 0.6));
  }

  @Test
  void smallChangesDoNotCount() {
    assertEquals(
        List.of(true, false, false, true, false), judge("loss", 0.1, 1.0, 0.95, 0.91, 0.8, 0.75));
    assertEquals(List.of(true, false, true), judge("accuracy", 0.1, 0.5, 0.55, 0.7));
  }

  @Test
  void whatIsNotANumberIsNeverBetter() {
    assertEquals(
        List.of(false, true, false, true), judge("loss", 0, Double.NaN, 9.0, Double.NaN, 8.0));
  }

  @Test
  void patienceCountsEpochsSinceTheLastImprovement() {
    var stopping = stopping("loss", 2, 0);
    var exhausted = new ArrayList<Boolean>();
    for (var loss : List.of(5.0, 6.0, 4.0, 4.5, 4.0)) {
      stopping.judge(Map.of("loss", loss));
      exhausted.add(stopping.isExhausted());
    }
    assertEquals(List.of(false, false, false, false, true), exhausted);
    assertTrue(stopping.reason().contains("loss has not become better than 4.0 for 2 epochs"));
  }

  @Test
  void withoutARuleTheBestLossIsKeptAndNothingStops() {
    var stopping = new EarlyStopping(Optional.empty(), HIGHER);
    assertTrue(stopping.judge(Map.of("loss", 1.0)));
    for (var i = 0; i < 100; i++) {
      assertFalse(stopping.judge(Map.of("loss", 2.0)));
      assertFalse(stopping.isExhausted());
    }
    assertTrue(stopping.judge(Map.of("loss", 0.5)));
  }

  @Test
  void goesOnFromItsState() {
    var one = stopping("accuracy", 3, 0);
    one.judge(Map.of("accuracy", 0.9));
    one.judge(Map.of("accuracy", 0.8));
    var other = stopping("accuracy", 3, 0);
    other.restore(one.state());
    assertEquals(one.state(), other.state());
    assertFalse(other.judge(Map.of("accuracy", 0.85)));
    assertFalse(other.isExhausted());
    assertFalse(other.judge(Map.of("accuracy", 0.85)));
    assertTrue(other.isExhausted());
  }

  @Test
  void unknownMetricsAreRefused() {
    var failure = assertThrows(SpecException.class, () -> stopping("acuracy", 3, 0));
    assertTrue(failure.getMessage().contains("acuracy"), failure::getMessage);
    assertTrue(failure.getMessage().contains("accuracy"), failure::getMessage);
  }

  private static List<Boolean> judge(String metric, double delta, Double... values) {
    var stopping = stopping(metric, 100, delta);
    var better = new ArrayList<Boolean>();
    for (var value : values) {
      better.add(stopping.judge(Map.of(metric, value)));
    }
    return better;
  }

  private static EarlyStopping stopping(String metric, int patience, double delta) {
    return new EarlyStopping(
        Optional.of(new Callbacks.EarlyStopping(metric, patience, delta)), HIGHER);
  }
}
