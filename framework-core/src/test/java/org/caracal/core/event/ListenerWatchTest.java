package org.caracal.core.event;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class ListenerWatchTest {
  private static final int QUARTER = 200; // of the limit, in milliseconds

  /** The delivery is over its limit for half a quarter only, between two regular looks. */
  @Test
  void aDeliveryThatIsHardlyTooLongIsTold() throws InterruptedException {
    var told = new CopyOnWriteArrayList<Object>();
    var watch = new ListenerWatch(Duration.ofMillis(4 * QUARTER), (what, stack) -> told.add(what));
    try (var call = watch.open()) {
      Thread.sleep(QUARTER * 3 / 10);
      call.begin("long");
      Thread.sleep(QUARTER * 45 / 10);
      call.end();
      call.begin("short");
      Thread.sleep(QUARTER);
      call.end();
    }
    assertEquals(List.of("long"), told);
  }
}
