package org.caracal.benchmarks.workload;

import java.util.stream.IntStream;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Tells whether as many processors as are wanted do what one does alone. Those of a virtual machine
 * may be two threads of the same core now and two cores a moment later; two threads of any system
 * are then as fast as one.
 */
final class Processors {
  /** So much of the best speed is the speed of a whole processor. */
  private static final double WHOLE = 0.85;

  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int REPEATED = 10_000;
  private static final long NANOS = 30_000_000;
  private static final int SAMPLES = 10;

  private final int count;
  private double best;

  /**
   * For some processors, of which the best is measured first.
   *
   * @param count how many of them are wanted
   */
  Processors(int count) {
    this.count = count;
    for (var i = 0; i < SAMPLES; i++) {
      best = Math.max(best, speed());
    }
  }

  /** Whether all do what the best did, for a moment. */
  boolean areWhole() {
    var slowest = IntStream.range(0, count).parallel().mapToDouble(i -> speed()).min();
    return slowest.orElseThrow() >= WHOLE * best;
  }

  /** Turns in a nanosecond of a loop that fills a core. */
  private static double speed() {
    var start = System.nanoTime();
    var turns = 0.0;
    var nanos = 0L;
    var sum = 0f;
    while (nanos < NANOS) {
      sum += multiplyAndAdd();
      turns += REPEATED;
      nanos = System.nanoTime() - start;
    }
    return sum > 0 ? turns / nanos : 0; // so that somebody reads the sum
  }

  /** As many sums as registers, less factors: each waits for the one before. */
  private static float multiplyAndAdd() {
    var factor = FloatVector.broadcast(SPECIES, 0.5f);
    var summand = FloatVector.broadcast(SPECIES, 1);
    var s0 = summand;
    var s1 = summand;
    var s2 = summand;
    var s3 = summand;
    var s4 = summand;
    var s5 = summand;
    var s6 = summand;
    var s7 = summand;
    var s8 = summand;
    var s9 = summand;
    for (var i = 0; i < REPEATED; i++) {
      s0 = factor.fma(summand, s0);
      s1 = factor.fma(summand, s1);
      s2 = factor.fma(summand, s2);
      s3 = factor.fma(summand, s3);
      s4 = factor.fma(summand, s4);
      s5 = factor.fma(summand, s5);
      s6 = factor.fma(summand, s6);
      s7 = factor.fma(summand, s7);
      s8 = factor.fma(summand, s8);
      s9 = factor.fma(summand, s9);
    }
    var low = s0.add(s1).add(s2).add(s3).add(s4);
    var high = s5.add(s6).add(s7).add(s8).add(s9);
    return low.add(high).reduceLanes(VectorOperators.ADD);
  }
}
