package org.caracal.backend.java.random;

import static jdk.incubator.vector.LongVector.fromArray;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.XOR;

import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The rounds by the Vector API, one after the other; can be loaded only where that is. The first
 * counters go through the plain loop, for until they are compiled vectors are hundreds of times
 * slower than it, and the initial values of a small model are all that some runs ever need.
 */
public final class VectorPhiloxRounds extends PhiloxRounds {
  private static final VectorSpecies<Long> S = LongVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  private final long plainAtFirst;
  private long plain; // threads may miss each other's counts: the words are the same either way

  /** Rounds that warm up with a million counters. */
  public VectorPhiloxRounds() {
    this(1 << 20);
  }

  VectorPhiloxRounds(long plainAtFirst) {
    this.plainAtFirst = plainAtFirst;
  }

  /** Computes whole vectors: what stands behind n counters is overwritten. */
  @Override
  protected void run(long[][] words, int key0, int key1, int n) {
    if (plain < plainAtFirst) {
      plain += n;
      super.run(words, key0, key1, n);
      return;
    }
    var k0 = key0;
    var k1 = key1;
    for (var round = 0; round < ROUNDS; round++) {
      round(words[0], words[1], words[2], words[3], k0 & MASK, k1 & MASK, n);
      k0 += WEYL_0;
      k1 += WEYL_1;
    }
  }

  private static void round(long[] w0, long[] w1, long[] w2, long[] w3, long k0, long k1, int n) {
    for (var i = 0; i < n; i += L) {
      var p0 = fromArray(S, w0, i).mul(MULTIPLIER_0);
      var p1 = fromArray(S, w2, i).mul(MULTIPLIER_1);
      p1.lanewise(LSHR, 32).lanewise(XOR, fromArray(S, w1, i)).lanewise(XOR, k0).intoArray(w0, i);
      p1.and(MASK).intoArray(w1, i);
      p0.lanewise(LSHR, 32).lanewise(XOR, fromArray(S, w3, i)).lanewise(XOR, k1).intoArray(w2, i);
      p0.and(MASK).intoArray(w3, i);
    }
  }
}
