package org.caracal.core.data;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Items that go round between two threads: one fills the next free one and passes it on, the other
 * takes the oldest and gives it back. Nothing is allocated, not even to wait, and a hand-over is a
 * volatile write. To wake a thread costs far more than that, so a filler that has found no room
 * sleeps until half of the items are free.
 */
final class Ring<T> {
  private final List<T> items;
  private volatile long passed; // written by the filler
  private volatile long freed; // written by the taker
  private volatile boolean ended;
  private volatile boolean fillerWaits;
  private volatile boolean takerWaits;

  /** A ring of free items. */
  Ring(List<T> items) {
    this.items = List.copyOf(items);
  }

  /** The next item to fill, as soon as there is a free one. */
  T free() throws InterruptedException {
    if (passed - freed == items.size()) {
      awaitRoom();
    }
    return item(passed);
  }

  /** Passes on the item that {@link #free} has given. */
  void pass() {
    var next = passed + 1;
    passed = next;
    if (takerWaits) {
      wake();
    }
  }

  /** Nothing more will be passed on: nobody needs to wait for it. */
  void end() {
    ended = true;
    wake();
  }

  /** The oldest item that was passed on, the same one until it is released; null if none is. */
  @Nullable T peek() {
    return passed > freed ? item(freed) : null;
  }

  /** As {@link #peek()}, but waits for an item, up to a limit or the end. */
  @Nullable T peek(long milliseconds) throws InterruptedException {
    var first = peek();
    return first == null && milliseconds > 0 ? await(milliseconds) : first;
  }

  /** Gives back the item that {@link #peek()} has given. */
  void release() {
    var next = freed + 1;
    freed = next;
    if (fillerWaits && hasRoom()) {
      wake();
    }
  }

  private T item(long number) {
    return items.get((int) (number % items.size()));
  }

  private boolean hasRoom() {
    return passed - freed <= items.size() / 2;
  }

  private synchronized void wake() {
    notifyAll();
  }

  private synchronized void awaitRoom() throws InterruptedException {
    fillerWaits = true; // before the look at what the other thread writes: it looks here after that
    try {
      while (!hasRoom()) {
        wait();
      }
    } finally {
      fillerWaits = false;
    }
  }

  private synchronized @Nullable T await(long milliseconds) throws InterruptedException {
    var deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(milliseconds);
    takerWaits = true;
    try {
      for (; ; ) {
        var last = ended; // before the look at what was passed on until then
        var first = peek();
        var left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (first != null || last || left <= 0) {
          return first;
        }
        wait(left);
      }
    } finally {
      takerWaits = false;
    }
  }
}
