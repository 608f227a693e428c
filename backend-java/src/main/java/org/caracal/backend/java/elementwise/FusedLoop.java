package org.caracal.backend.java.elementwise;

import java.util.Optional;

/**
 * A loop in two versions that give the same results to the bit: over elements and over vectors.
 *
 * <p>Until C2 has compiled it, code of the Vector API is some hundred times slower than it will be,
 * and where C2 fails to make vectors of it, it stays so. So at first elements are computed one by
 * one, but for a few of each run, whose time is taken; the vectors get all as soon as they are
 * faster. Where they never are, they are given up after a while.
 *
 * <p>Threads may share a loop: what they note of its times may get lost, which does no harm.
 */
final class FusedLoop {
  /** The code of a loop. */
  @FunctionalInterface
  interface Code {
    /**
     * Computes elements {@code offset + from} to {@code offset + to} of the arrays.
     *
     * @param arrays the arrays of all slots
     * @param offsets their offsets
     */
    void run(Object[] arrays, int[] offsets, int from, int to);
  }

  /** Vectors that are computed in one call of a trial. */
  private static final int VECTORS = 4;

  /** What part of the time may go into trials. */
  private static final double SHARE = 0.15;

  /** How often in a row the vectors have to be faster. */
  private static final int WINS = 3;

  /** What reading the time takes. */
  private static final double TIMER_NANOS = 20;

  private static final int MOST_TRIALS = 100_000;

  private enum State {
    TRYING,
    VECTORS,
    ELEMENTS
  }

  private final Code elements;
  private final Optional<Code> vectors;
  private final int lanes;
  private volatile State state;

  // Estimates, in nanoseconds for an element; racy.
  private double vectorNanos = 1000;
  private double elementNanos = 1;
  private int wins;
  private int trials;

  /** A loop without vectors. */
  FusedLoop(Code elements) {
    this.elements = elements;
    this.vectors = Optional.empty();
    this.lanes = 1;
    this.state = State.ELEMENTS;
  }

  /** A loop with vectors of so many lanes. */
  FusedLoop(Code elements, Code vectors, int lanes) {
    this.elements = elements;
    this.vectors = Optional.of(vectors);
    this.lanes = lanes;
    this.state = State.TRYING;
  }

  /** Computes the first n elements of blocks. */
  void run(Object[] arrays, int[] offsets, int n) {
    var whole = n - n % lanes;
    switch (state) {
      case ELEMENTS -> elements.run(arrays, offsets, 0, n);
      case VECTORS -> {
        vectors.orElseThrow().run(arrays, offsets, 0, whole);
        if (whole < n) {
          elements.run(arrays, offsets, whole, n);
        }
      }
      case TRYING -> attempt(arrays, offsets, n);
    }
  }

  private void attempt(Object[] arrays, int[] offsets, int n) {
    var most = n / 2 / (VECTORS * lanes);
    if (most == 0) {
      elements.run(arrays, offsets, 0, n);
      return;
    }
    var allowed = SHARE * elementNanos * n / (vectorNanos * VECTORS * lanes + 1);
    var calls = (int) Math.max(1, Math.min(most, allowed));
    var tried = calls * VECTORS * lanes;
    var start = System.nanoTime();
    for (var at = 0; at < tried; at += VECTORS * lanes) {
      vectors.orElseThrow().run(arrays, offsets, at, at + VECTORS * lanes);
    }
    var middle = System.nanoTime();
    elements.run(arrays, offsets, tried, n);
    var end = System.nanoTime();
    vectorNanos = Math.max(0, middle - start - TIMER_NANOS) / tried;
    elementNanos = Math.max(0, end - middle - TIMER_NANOS) / (n - tried);
    wins = vectorNanos < elementNanos ? wins + 1 : 0;
    if (wins >= WINS) {
      state = State.VECTORS;
    } else if (++trials > MOST_TRIALS) {
      state = State.ELEMENTS;
    }
  }
}
