package org.caracal.core.data;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue between two threads that allocates nothing, not even to wait: those of the
 * platform make a node for each thread that waits, which is once a step here.
 */
final class Handoff<T> {
  private final @Nullable Object[] items; // guarded by this
  private int first; // guarded by this
  private int size; // guarded by this

  Handoff(int capacity) {
    items = new Object[capacity];
  }

  /** Adds an item; there must be room for it. */
  synchronized void add(T item) {
    if (size == items.length) {
      throw new IllegalStateException("more items than there is room for");
    }
    items[(first + size++) % items.length] = item;
    notifyAll();
  }

  /** Takes the oldest item as soon as there is one. */
  synchronized T take() throws InterruptedException {
    while (size == 0) {
      wait();
    }
    return remove();
  }

  /** Takes the oldest item; null if there is none within a limit. */
  synchronized @Nullable T poll(long milliseconds) throws InterruptedException {
    var deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(milliseconds);
    while (size == 0) {
      var left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        return null;
      }
      wait(left);
    }
    return remove();
  }

  @SuppressWarnings("unchecked") // only add puts items there
  private T remove() {
    var item = (T) items[first];
    items[first] = null;
    first = (first + 1) % items.length;
    size--;
    return item;
  }
}
