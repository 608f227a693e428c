package org.caracal.core.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RingTest {
  private static final int ITEMS = 8;

  private final Ring<int[]> ring = ring(ITEMS);

  private static Ring<int[]> ring(int items) {
    return new Ring<>(IntStream.range(0, items).mapToObj(i -> new int[1]).toList());
  }

  @Test
  void anItemStaysUntilItIsReleased() throws InterruptedException {
    assertNull(ring.peek());
    fill(1);
    assertNull(ring.peek());
    ring.pass();
    fill(2);
    ring.pass();
    assertEquals(1, ring.peek(0)[0]);
    assertSame(ring.peek(), ring.peek(1000));
    ring.release();
    assertEquals(2, ring.peek()[0]);
    ring.release();
    assertNull(ring.peek());
  }

  @Test
  void waitsNoLongerThanALimit() throws InterruptedException {
    var began = System.nanoTime();
    assertNull(ring.peek(50));
    assertTrue(System.nanoTime() - began >= TimeUnit.MILLISECONDS.toNanos(49));
  }

  @Test
  void nobodyWaitsAfterTheEnd() throws InterruptedException {
    fill(1);
    ring.pass();
    ring.end();
    assertEquals(1, ring.peek(Long.MAX_VALUE)[0]);
    ring.release();
    assertNull(ring.peek(Long.MAX_VALUE));
  }

  @Test
  void aFillerThatFoundNoRoomSleepsUntilHalfIsFree() throws InterruptedException {
    var filled = new AtomicInteger();
    var filler = filler(filled, Integer.MAX_VALUE);
    awaitWaiting(filler);
    assertEquals(ITEMS, filled.get());
    for (var released = 1; released < ITEMS / 2; released++) {
      ring.release();
      Thread.sleep(5);
      assertEquals(ITEMS, filled.get());
    }
    ring.release();
    while (filled.get() < ITEMS + ITEMS / 2) {
      Thread.sleep(1);
    }
    filler.interrupt();
    filler.join();
  }

  /** Many hand-overs of two threads that wait for each other now and then. */
  @Test
  void nothingIsLostAndNothingComesTwice() throws InterruptedException {
    for (var size : List.of(1, 2, 3, ITEMS)) {
      var small = ring(size);
      var filler = new Thread(() -> fill(small, new AtomicInteger(), 20_000));
      filler.start();
      for (var i = 0; i < 20_000; i++) {
        assertEquals(i, small.peek(30_000)[0]);
        small.release();
      }
      assertNull(small.peek(30_000));
      filler.join();
    }
  }

  @Test
  void waitingAllocatesNothing() throws InterruptedException {
    var small = ring(1);
    var filler = new Thread(() -> fill(small, new AtomicInteger(), Integer.MAX_VALUE));
    filler.start();
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    take(small, 2_000);
    var before = threads.getThreadAllocatedBytes(filler.getId());
    take(small, 2_000);
    var after = threads.getThreadAllocatedBytes(filler.getId());
    assertTrue(after - before < 2_000, after - before + " bytes");
    filler.interrupt();
    filler.join();
  }

  private static void take(Ring<int[]> ring, int times) throws InterruptedException {
    for (var i = 0; i < times; i++) {
      assertNotNull(ring.peek(30_000));
      ring.release();
    }
  }

  private void fill(int value) throws InterruptedException {
    ring.free()[0] = value;
  }

  private Thread filler(AtomicInteger filled, int count) {
    var thread = new Thread(() -> fill(ring, filled, count));
    thread.start();
    return thread;
  }

  private static void fill(Ring<int[]> ring, AtomicInteger filled, int count) {
    try {
      for (var i = 0; i < count; i++) {
        ring.free()[0] = i;
        ring.pass();
        filled.incrementAndGet();
      }
      ring.end();
    } catch (InterruptedException e) {
      // the test is over
    }
  }

  private static void awaitWaiting(Thread thread) throws InterruptedException {
    while (thread.getState() != Thread.State.WAITING) {
      Thread.sleep(1);
    }
  }
}
