package org.caracal.core.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HandoffTest {
  @Test
  void itemsComeInOrder() throws InterruptedException {
    var handoff = new Handoff<Integer>(3);
    for (var i = 0; i < 10; i++) {
      handoff.add(i);
      handoff.add(-i);
      assertEquals(i, handoff.take());
      assertEquals(-i, handoff.poll(0));
    }
    assertNull(handoff.poll(0));
  }

  @Test
  void thereIsRoomForSoMany() {
    var handoff = new Handoff<Integer>(1);
    handoff.add(1);
    assertThrows(IllegalStateException.class, () -> handoff.add(2));
  }

  @Test
  void waitsNoLongerThanALimit() throws InterruptedException {
    var began = System.nanoTime();
    assertNull(new Handoff<Integer>(1).poll(50));
    assertTrue(System.nanoTime() - began >= TimeUnit.MILLISECONDS.toNanos(49));
  }

  @Test
  void waitingAllocatesNothing() throws InterruptedException {
    var there = new Handoff<Integer>(1);
    var back = new Handoff<Integer>(1);
    var echo =
        new Thread(
            () -> {
              try {
                while (true) {
                  back.add(there.take());
                }
              } catch (InterruptedException e) {
                // the test is over
              }
            });
    echo.start();
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    exchange(there, back, 2_000);
    var before = threads.getThreadAllocatedBytes(echo.getId());
    exchange(there, back, 2_000);
    var after = threads.getThreadAllocatedBytes(echo.getId());
    assertTrue(after - before < 2_000, after - before + " bytes");
    echo.interrupt();
    echo.join();
  }

  private static void exchange(Handoff<Integer> there, Handoff<Integer> back, int times)
      throws InterruptedException {
    for (var i = 0; i < times; i++) {
      there.add(1);
      assertEquals(1, back.poll(10_000));
    }
  }
}
