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

  /**
   * Vectors that are computed in one call of a trial once they may be compiled. Until then calls
   * are as short as can be, because compilers count them.
   */
  private static final int VECTORS = 4;

  private final Code elements;
  private final Optional<Code> vectors;
  private final int lanes;
  private final Trial trial;

  /** A loop without vectors. */
  FusedLoop(Code elements) {
    this.elements = elements;
    this.vectors = Optional.empty();
    this.lanes = 1;
    trial = Trial.of(1);
  }

  /** A loop with vectors of so many lanes, of so many operations for an element. */
  FusedLoop(Code elements, Code vectors, int lanes, int operations) {
    this.elements = elements;
    this.vectors = Optional.of(vectors);
    this.lanes = lanes;
    trial = Trial.of(operations);
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
    var fewest = (trial.leastWork() + lanes - 1) / lanes;
    var step = lanes * (trial.mayBeCompiled() ? Math.max(VECTORS, fewest) : fewest);
    var most = n / 2 / step * step;
    var tried = 0;
    var since = trial.clock();
    if (most > 0 && trial.grants(step)) {
      tried = Math.max(step, (int) Math.min(most, trial.allowance()) / step * step);
      for (var at = 0; at < tried; at += step) {
        vectors.run(arrays, offsets, at, at + step);
      }
      trial.vectorsSince(since, tried);
      since = trial.clock();
    }
    elements.run(arrays, offsets, tried, n);
    trial.plainSince(since, n - tried);
  }
}
