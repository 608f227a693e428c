package org.caracal.backend.java.elementwise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Whichever version a loop computes with, each element is computed once. */
class FusedLoopTest {
  private static final int LANES = 8;

  private final AtomicInteger byElements = new AtomicInteger();
  private final AtomicInteger byVectors = new AtomicInteger();

  private FusedLoop.Code counting(AtomicInteger counter, int width, long nanos) {
    return (arrays, offsets, from, to) -> {
      assertEquals(0, (to - from) % width);
      for (var i = from; i < to; i++) {
        ((float[]) arrays[0])[offsets[0] + i]++;
      }
      counter.addAndGet(to - from);
      var until = System.nanoTime() + nanos * (to - from);
      while (System.nanoTime() < until) {
        Thread.onSpinWait();
      }
    };
  }

  private void run(FusedLoop loop, int n) {
    var array = new float[n + 9];
    loop.run(new Object[] {array}, new int[] {4}, n);
    for (var i = 0; i < array.length; i++) {
      assertEquals(i >= 4 && i < n + 4 ? 1 : 0, array[i], "of " + n + " element " + (i - 4));
    }
  }

  @Test
  void takesToVectorsOnceTheyAreFaster() {
    var loop =
        new FusedLoop(counting(byElements, 1, 200), counting(byVectors, LANES, 5), LANES, 20);
    for (var n = 0; n < 150; n++) {
      run(loop, n);
    }
    var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20); // others may disturb a turn
    do {
      byElements.set(0);
      run(loop, 1003);
    } while (byElements.get() > 3 && System.nanoTime() < end);
    byElements.set(0);
    run(loop, 1003);
    assertEquals(3, byElements.get());
  }

  @Test
  void whereThereIsLittleWorkVectorsGetATurnNowAndThen() {
    var wanted = 40 * 32;
    for (var attempt = 0; attempt < 10 && byVectors.get() < wanted; attempt++) { // as above
      byVectors.set(0);
      var loop =
          new FusedLoop(counting(byElements, 1, 0), counting(byVectors, LANES, 500), LANES, 1);
      for (var i = 0; i < 400; i++) {
        run(loop, 64);
      }
    }
    assertTrue(byVectors.get() >= wanted, byVectors + " elements were computed by vectors");
  }

  @Test
  void computesFewElementsByVectorsWhileTheyAreSlow() {
    var loop =
        new FusedLoop(counting(byElements, 1, 20), counting(byVectors, LANES, 2000), LANES, 20);
    for (var i = 0; i < 10; i++) {
      run(loop, 4000);
    }
    assertTrue(byVectors.get() > 0, "tries vectors");
    assertTrue(
        byVectors.get() < byElements.get() / 4,
        byVectors + " elements were computed by vectors, " + byElements + " by elements");
  }
}
