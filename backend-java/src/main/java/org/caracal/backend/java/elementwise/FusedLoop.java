package org.caracal.backend.java.elementwise;

import java.util.Optional;
import org.caracal.backend.java.parallel.Trial;

/**
 * A loop in two versions that give the same results to the bit: over elements and over vectors,
 * which take over as a {@link Trial} says. Threads may share it.
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

  private final Code elements;
  private final Optional<Code> vectors;
  private final int lanes;
  private final Trial trial = new Trial(SHARE);

  /** A loop without vectors. */
  FusedLoop(Code elements) {
    this.elements = elements;
    this.vectors = Optional.empty();
    this.lanes = 1;
  }

  /** A loop with vectors of so many lanes. */
  FusedLoop(Code elements, Code vectors, int lanes) {
    this.elements = elements;
    this.vectors = Optional.of(vectors);
    this.lanes = lanes;
  }

  /** Computes the first n elements of blocks. */
  void run(Object[] arrays, int[] offsets, int n) {
    var whole = n - n % lanes;
    if (trial.isWon()) {
      vectors.orElseThrow().run(arrays, offsets, 0, whole);
      if (whole < n) {
        elements.run(arrays, offsets, whole, n);
      }
    } else if (vectors.isPresent() && trial.isOpen()) {
      attempt(vectors.get(), arrays, offsets, n);
    } else {
      elements.run(arrays, offsets, 0, n);
    }
  }

  private void attempt(Code vectors, Object[] arrays, int[] offsets, int n) {
    var step = VECTORS * lanes;
    var most = n / 2 / step;
    if (most == 0) {
      elements.run(arrays, offsets, 0, n);
      return;
    }
    var calls = (int) Math.max(1, Math.min(most, trial.allowance() / step));
    var tried = calls * step;
    var start = System.nanoTime();
    for (var at = 0; at < tried; at += step) {
      vectors.run(arrays, offsets, at, at + step);
    }
    var middle = System.nanoTime();
    trial.vectors(middle - start, tried);
    elements.run(arrays, offsets, tried, n);
    trial.plain(System.nanoTime() - middle, n - tried);
  }
}
