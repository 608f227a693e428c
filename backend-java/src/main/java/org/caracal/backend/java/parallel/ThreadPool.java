package org.caracal.backend.java.parallel;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Threads that compute the chunks of one job together with the thread that asks for it. Whoever is
 * free claims the next chunk, so a slow thread holds up nobody; which thread computes a chunk never
 * changes a result.
 *
 * <p>Only one thread at a time may call {@link #run}; it waits until all chunks are done. Helpers
 * are started by the first job, spin for a moment between jobs, then park. A job allocates nothing.
 */
public final class ThreadPool implements AutoCloseable {
  /** One job's work. */
  @FunctionalInterface
  public interface Task {
    /**
     * Computes one chunk.
     *
     * @param chunk number of the chunk
     * @param worker number of the thread, below {@link ThreadPool#threads()}; 0 is the caller
     */
    void run(int chunk, int worker);
  }

  private static final long SPIN_NANOS = 100_000;
  private static final long SPIN_CALLER_NANOS = 50_000;

  private final int threads;
  private final Helper[] helpers;

  /**
   * Number of the job in the upper half, number of its chunks that nobody has claimed in the lower.
   */
  private final AtomicLong open = new AtomicLong();

  private final AtomicInteger unfinished = new AtomicInteger();
  private volatile boolean closed;

  // Written by the caller before `open` is, read by whoever has claimed a chunk of that job.
  private @Nullable Task task;
  private int chunks;
  private long job;

  private final Object failureLock = new Object();
  private @Nullable Throwable failure;
  private int failedChunk;

  /** A pool of this many threads, the caller included. */
  public ThreadPool(int threads) {
    this.threads = threads;
    this.helpers = new Helper[threads - 1];
  }

  /** The number of threads, the caller included. */
  public int threads() {
    return threads;
  }

  /**
   * Into how many chunks to split work that takes this long on one thread and has so many units.
   */
  public int chunks(double nanos, long units) {
    if (threads == 1 || nanos < 10_000) {
      return 1;
    }
    return (int) Math.max(1, Math.min(Math.min(units, 16L * threads), (long) (nanos / 4_000)));
  }

  /** Runs all chunks of a task and waits for them. What the first failing chunk threw is thrown. */
  public void run(int count, Task work) {
    if (count <= 1 || threads == 1 || closed) {
      for (var chunk = 0; chunk < count; chunk++) {
        work.run(chunk, 0);
      }
      return;
    }
    start();
    task = work;
    chunks = count;
    unfinished.set(count);
    open.set(++job << 32 | count);
    for (var i = 0; i < Math.min(helpers.length, count - 1); i++) {
      helpers[i].wake();
    }
    drain(0);
    await();
    task = null;
    rethrow();
  }

  private void start() {
    if (helpers.length > 0 && helpers[0] == null) {
      for (var i = 0; i < helpers.length; i++) {
        helpers[i] = new Helper(i + 1);
      }
      for (var helper : helpers) {
        helper.thread.start();
      }
    }
  }

  private void drain(int worker) {
    while (true) {
      var state = open.get();
      var left = (int) state;
      if (left == 0) {
        return;
      }
      if (open.compareAndSet(state, state - 1)) {
        var chunk = chunks - left;
        try {
          task.run(chunk, worker);
        } catch (Throwable thrown) {
          record(chunk, thrown);
        } finally {
          unfinished.decrementAndGet();
        }
      }
    }
  }

  private void await() {
    if (unfinished.get() == 0) {
      return;
    }
    var start = System.nanoTime();
    while (unfinished.get() != 0) {
      if (System.nanoTime() - start < SPIN_CALLER_NANOS) {
        Thread.onSpinWait();
      } else {
        Thread.yield();
      }
    }
  }

  private void record(int chunk, Throwable thrown) {
    synchronized (failureLock) {
      if (failure == null || chunk < failedChunk) {
        failure = thrown;
        failedChunk = chunk;
      }
    }
  }

  private void rethrow() {
    Throwable thrown;
    synchronized (failureLock) {
      thrown = failure;
      failure = null;
    }
    if (thrown instanceof RuntimeException exception) {
      throw exception;
    }
    if (thrown instanceof Error error) {
      throw error;
    }
  }

  /** Ends the helpers; later jobs run on the caller alone. Idempotent. */
  @Override
  public void close() {
    closed = true;
    for (var helper : helpers) {
      if (helper != null) {
        helper.wake();
      }
    }
  }

  private final class Helper implements Runnable {
    private final int worker;
    private final Thread thread;
    private volatile boolean parked;

    Helper(int worker) {
      this.worker = worker;
      // Inherits neither thread locals nor the context class loader: both would pin the caller's.
      thread = new Thread(null, this, "caracal-java-" + worker, 0, false);
      thread.setDaemon(true);
      thread.setContextClassLoader(null);
    }

    void wake() {
      if (parked) {
        java.util.concurrent.locks.LockSupport.unpark(thread);
      }
    }

    @Override
    public void run() {
      var idleSince = System.nanoTime();
      while (!closed) {
        if ((int) open.get() != 0) {
          drain(worker);
          idleSince = System.nanoTime();
        } else if (System.nanoTime() - idleSince < SPIN_NANOS) {
          Thread.onSpinWait();
        } else {
          parked = true;
          if ((int) open.get() == 0 && !closed) {
            java.util.concurrent.locks.LockSupport.park(this);
          }
          parked = false;
          idleSince = System.nanoTime();
        }
      }
    }
  }
}
