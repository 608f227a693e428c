package org.caracal.backend.java.parallel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TrialTest {
  private final Trial trial = new Trial(0.5);

  @Test
  void slowVectorsGetTheirShareOfTheTime() {
    var plain = 0L;
    var vectors = 0L;
    for (var i = 0; i < 1000; i++) {
      if (trial.allowance() >= 10) {
        trial.vectors(5000, 10);
        vectors += 5000;
      }
      trial.plain(1000, 100);
      plain += 1000;
    }
    assertTrue(trial.isOpen());
    assertTrue(Math.abs(vectors - plain / 2) <= 5000, vectors + " beside " + plain);
  }

  @Test
  void whatVectorsMayDoDependsOnWhatTheyTook() {
    assertEquals(0, trial.allowance());
    trial.vectors(2020, 10);
    trial.plain(3000, 100);
    trial.plain(1000, 100);
    assertEquals(10, trial.allowance(), 1e-9);
    trial.vectors(20, 10);
    assertEquals(0, trial.allowance());
  }

  @Test
  void vectorsThatAreFasterSeveralTimesInARowGetAll() {
    trial.vectors(5000, 10);
    trial.plain(10_000, 100);
    for (var nanos : new long[] {500, 500, 5000, 500, 500}) {
      trial.vectors(nanos, 10);
      assertTrue(trial.isOpen());
    }
    trial.vectors(500, 10);
    assertTrue(trial.isWon());
    assertFalse(trial.isOpen());
  }

  @Test
  void noWorkTellsNothing() {
    trial.vectors(2020, 10);
    trial.plain(4000, 100);
    trial.plain(0, 0);
    trial.vectors(20, 0);
    assertEquals(10, trial.allowance(), 1e-9);
    for (var i = 0; i < 3; i++) {
      trial.plain(1, 0);
      trial.vectors(5000, 10);
    }
    assertTrue(trial.isOpen());
  }

  @Test
  void nothingIsWonAgainstNothing() {
    for (var i = 0; i < 10; i++) {
      trial.vectors(1, 1000);
    }
    assertTrue(trial.isOpen());
  }

  @Test
  void vectorsThatNeverWinAreGivenUp() {
    for (var i = 0; i < 100_001; i++) {
      assertTrue(trial.isOpen());
      trial.vectors(1000, 10);
    }
    assertFalse(trial.isOpen());
    assertFalse(trial.isWon());
  }
}
