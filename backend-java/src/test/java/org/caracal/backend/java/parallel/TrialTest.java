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
      if (trial.grants(50)) {
        trial.vectors(5_000_000, 50);
        vectors += 5_000_000;
      }
      trial.plain(1_000_000, 100);
      plain += 1_000_000;
    }
    assertTrue(trial.isOpen());
    assertTrue(Math.abs(vectors - plain / 2) <= 5_000_000, vectors + " beside " + plain);
  }

  @Test
  void whereThereIsLittleWorkEveryEighthTurnIsOfVectors() {
    var turns = 0;
    for (var i = 0; i < 800; i++) {
      if (trial.grants(50)) {
        trial.vectors(40_000, 50);
        turns++;
      }
      trial.plain(10, 100);
    }
    assertTrue(trial.isOpen());
    assertEquals(99, turns, 2);
  }

  @Test
  void whatVectorsMayDoDependsOnWhatTheyTook() {
    assertEquals(0, trial.allowance());
    trial.vectors(2020, 100);
    for (var nanos : new long[] {2500, 500, 500, 500}) {
      trial.plain(nanos, 100);
    }
    assertEquals(100, trial.allowance(), 1e-9);
    assertTrue(trial.grants(100));
    assertFalse(trial.grants(101));
    trial.vectors(20, 100);
    assertEquals(0, trial.allowance());
  }

  @Test
  void vectorsThatAreFasterSeveralTimesInARowGetAll() {
    trial.vectors(5000, 1000);
    trial.plain(10_000, 10_000);
    for (var nanos : new long[] {500, 500, 5000, 500, 500}) {
      trial.vectors(nanos, 1000);
      assertTrue(trial.isOpen());
    }
    assertTrue(trial.clock() != 0);
    trial.vectors(500, 1000);
    assertTrue(trial.isWon());
    assertFalse(trial.isOpen());
    assertTrue(trial.grants(1));
    assertEquals(0, trial.clock());
  }

  /** In the interpreter a plain loop may be slower still. */
  @Test
  void vectorsThatAreObjectsDoNotWin() {
    trial.plain(100_000, 1000);
    for (var i = 0; i < 10; i++) {
      trial.vectors(2000, 1000);
    }
    assertTrue(trial.isOpen());
  }

  @Test
  void fewerThanAQuarterOfTheTurnsAreOfVectorsHoweverFastTheyAre() {
    trial.vectors(2001, 1000);
    var turns = 0;
    for (var i = 0; i < 100; i++) {
      if (trial.grants(1000)) {
        trial.vectors(2001, 1000);
        turns++;
      } else {
        trial.plain(2000, 1000);
      }
    }
    assertTrue(trial.isOpen());
    assertEquals(20, turns);
  }

  @Test
  void longerOperationsTakeLonger() {
    var long40 = Trial.of(40);
    long40.plain(100_000, 1000);
    for (var i = 0; i < 3; i++) {
      long40.vectors(4000, 1000);
    }
    assertTrue(long40.isWon());
  }

  @Test
  void whatIsTooLittleToBeTimedIsPlainUntilVectorsHaveWon() {
    for (var i = 0; i < 4; i++) {
      trial.plain(250_000, 1000);
    }
    assertFalse(trial.grants(1));
    assertTrue(trial.grants(1000));
    for (var i = 0; i < 10; i++) {
      trial.vectors(1, 1);
    }
    assertTrue(trial.isOpen());
    assertEquals(0.5 * 1_000_000 / 100, trial.allowance(), 1e-9);
  }

  @Test
  void littleWorkMayTakeAsLongAsTheCall() {
    trial.plain(1000, 32);
    for (var i = 0; i < 3; i++) {
      trial.vectors(120, 32);
    }
    assertTrue(trial.isWon());
  }

  @Test
  void whatTakesAsLongAsInterpretingIsNotCompiled() {
    assertFalse(trial.mayBeCompiled());
    trial.vectors(50_000, 1000);
    assertFalse(trial.mayBeCompiled());
    trial.vectors(3000, 1000);
    assertTrue(trial.mayBeCompiled());
  }

  @Test
  void beginsWithFewTurns() {
    assertEquals(3, trial.first(3));
    assertTrue(trial.first(1000) < 100);
    trial.state = Trial.State.VECTORS;
    assertEquals(1000, trial.first(1000));
  }

  @Test
  void noWorkTellsNothing() {
    trial.vectors(2020, 100);
    trial.plain(4000, 100);
    trial.plain(0, 0);
    trial.vectors(20, 0);
    assertEquals(100, trial.allowance(), 1e-9);
    for (var i = 0; i < 3; i++) {
      trial.plain(1, 0);
      trial.vectors(5000, 100);
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
      trial.vectors(1000, 100);
    }
    assertFalse(trial.isOpen());
    assertFalse(trial.isWon());
  }
}
