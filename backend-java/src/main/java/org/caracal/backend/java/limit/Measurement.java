package org.caracal.backend.java.limit;

import java.util.NavigableMap;
import java.util.TreeMap;
import org.caracal.array.DType;
import org.caracal.backend.Limits;
import org.caracal.backend.java.parallel.ThreadPool;

/**
 * Measures what the threads of a pool can do together, each with the same loop. The best round
 * counts: others had to share the processor.
 */
public final class Measurement {
  private static final long ROUND_NANOS = 400_000;
  private static final long WINDOW_NANOS = 50_000_000;
  private static final int FEWEST_WINDOWS = 3;
  private static final int MOST_WINDOWS = 100;
  private static final double IMPROVED = 1.03;

  /** Work a nanosecond; what does less is not compiled yet, which may take seconds. */
  private static final double SLOWEST = 2;

  private static final long SMALLEST_COPY = 32 << 10;
  private static final long LARGEST_COPY = 64 << 20;

  private final ThreadPool pool;
  private final PeakLoop peak;

  /** What is never read; it keeps the compiler from leaving the loops out. */
  private volatile double sink;

  /** For a pool that does nothing else meanwhile. */
  public Measurement(ThreadPool pool, PeakLoop peak) {
    this.pool = pool;
    this.peak = peak;
  }

  /** Measures. */
  public Limits measure(DType dtype) {
    Part computing = thread -> sink = peak.run(dtype);
    best(peak.operations(dtype), computing); // asks the compiler, which is done after the copies
    var copies = copies();
    return new Limits(best(peak.operations(dtype), computing), copies);
  }

  private NavigableMap<Long, Double> copies() {
    var largest = Math.min(LARGEST_COPY, Runtime.getRuntime().maxMemory() / 8);
    var length = (int) (largest / (2 * Float.BYTES));
    var from = new float[length];
    var to = new float[length];
    var copies = new TreeMap<Long, Double>();
    for (var bytes = SMALLEST_COPY; bytes <= largest; bytes *= bytes < 8 << 20 ? 4 : 8) {
      var part = (int) (bytes / (2 * Float.BYTES)) / pool.threads();
      copies.put(
          bytes,
          best(
              2.0 * Float.BYTES * part,
              thread -> copy(from, to, thread * part, (thread + 1) * part)));
    }
    // less is never slower: what seems so was not compiled yet, or disturbed
    var fastest = 0.0;
    for (var copy : copies.descendingMap().entrySet()) {
      fastest = Math.max(fastest, copy.getValue());
      copy.setValue(fastest);
    }
    return copies;
  }

  private static void copy(float[] from, float[] to, int start, int end) {
    for (var i = start; i < end; i++) {
      to[i] = from[i];
    }
  }

  /** One thread's part. */
  private interface Part {
    void run(int thread);
  }

  /** Work a nanosecond of all threads, measured until it no longer becomes faster. */
  private double best(double work, Part part) {
    var repeated = 1;
    var best = 0.0;
    var before = 0.0;
    for (var window = 0;
        window < FEWEST_WINDOWS
            || window < MOST_WINDOWS && (best > IMPROVED * before || best < SLOWEST);
        window++) {
      before = best;
      var end = System.nanoTime() + WINDOW_NANOS;
      while (System.nanoTime() < end) {
        var began = System.nanoTime();
        round(repeated, part);
        var took = System.nanoTime() - began;
        best = Math.max(best, work * repeated * pool.threads() / took);
        repeated = took < ROUND_NANOS ? 2 * repeated : repeated;
      }
    }
    return best;
  }

  private void round(int repeated, Part part) {
    pool.run(
        pool.threads(),
        (thread, worker) -> {
          for (var i = 0; i < repeated; i++) {
            part.run(thread);
          }
        });
  }
}
