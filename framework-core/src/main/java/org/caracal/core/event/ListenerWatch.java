package org.caracal.core.event;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Notices deliveries that take longer than a limit, while they still do: a listener that never
 * returns is told of, too. Its thread lives as long as there are calls to watch.
 */
final class ListenerWatch {
  /**
   * Is told once of each delivery that exceeds the limit, on the watch's thread; must not block.
   */
  @FunctionalInterface
  interface Overdue {
    /**
     * A delivery takes too long.
     *
     * @param delivery what is delivered to
     * @param stack where the delivery stands
     */
    void tell(Object delivery, StackTraceElement[] stack);
  }

  private final long limitNanos;
  private final Overdue overdue;
  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private boolean running;

  ListenerWatch(Duration limit, Overdue overdue) {
    this.limitNanos = limit.toNanos();
    this.overdue = overdue;
  }

  /** Watches the deliveries of one thread until the call is closed. */
  synchronized Call open() {
    var call = new Call();
    calls.add(call);
    if (!running) {
      running = true;
      var thread = new Thread(this::watch, "caracal-listeners");
      thread.setDaemon(true);
      thread.start();
    }
    return call;
  }

  private synchronized void close(Call call) {
    calls.remove(call);
    notifyAll();
  }

  private void watch() {
    var interval = limitNanos / 4;
    var next = interval;
    while (await(next)) {
      next = interval;
      for (var call : calls) {
        next = Math.min(next, call.look());
      }
    }
  }

  /** Waits for the next look; false when there is nothing left to watch. */
  private synchronized boolean await(long nanoseconds) {
    try {
      if (!calls.isEmpty()) {
        wait(nanoseconds / 1_000_000 + 1);
      }
    } catch (InterruptedException e) {
      // Nobody has a reason to interrupt this thread; the next look just comes early.
    }
    running = !calls.isEmpty();
    return running;
  }

  /**
   * The deliveries of one thread, one at a time. {@code begin} and {@code end} are called by that
   * thread only.
   */
  final class Call implements AutoCloseable {
    private volatile Thread thread = Thread.currentThread();
    private volatile Object delivery = this;
    private volatile long began;
    private volatile boolean busy;
    private long reported;

    /** A delivery to {@code what} begins. */
    void begin(Object what) {
      thread = Thread.currentThread();
      delivery = what;
      began = System.nanoTime();
      busy = true;
    }

    /** The delivery has ended. */
    void end() {
      busy = false;
    }

    /**
     * On the watch's thread: tells of the delivery if it is the same one, still busy, after its
     * stack was taken.
     *
     * @return the nanoseconds after which this delivery is to be looked at again
     */
    private long look() {
      var since = began;
      if (!busy || since == reported) {
        return limitNanos;
      }
      var left = limitNanos - (System.nanoTime() - since);
      if (left > 0) {
        return left;
      }
      var what = delivery;
      var stack = thread.getStackTrace();
      if (busy && began == since) {
        reported = since;
        overdue.tell(what, stack);
      }
      return limitNanos;
    }

    @Override
    public void close() {
      ListenerWatch.this.close(this);
    }
  }
}
