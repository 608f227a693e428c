package org.caracal.backend.java.limit;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import org.caracal.array.DType;

/** Fused multiplications and additions of vectors in registers. */
public final class VectorPeakLoop extends PeakLoop {
  private static final int LOOPS = 8_000;
  private static final int SUMS = 10;

  /** A loop. */
  public VectorPeakLoop() {}

  @Override
  double operations(DType dtype) {
    var lanes =
        dtype == DType.FLOAT64
            ? DoubleVector.SPECIES_PREFERRED.length()
            : FloatVector.SPECIES_PREFERRED.length();
    return 2.0 * lanes * SUMS * LOOPS;
  }

  @Override
  double run(DType dtype) {
    return dtype == DType.FLOAT64 ? doubles() : floats();
  }

  /**
   * Ten sums, so that none waits for the one before. They are what is added to: a processor puts
   * the result there, and C2 needs no further registers.
   */
  private static float floats() {
    var species = FloatVector.SPECIES_PREFERRED;
    var x = FloatVector.broadcast(species, 0.5f);
    var y = FloatVector.broadcast(species, 1);
    var s0 = y;
    var s1 = y;
    var s2 = y;
    var s3 = y;
    var s4 = y;
    var s5 = y;
    var s6 = y;
    var s7 = y;
    var s8 = y;
    var s9 = y;
    for (var i = 0; i < LOOPS; i++) {
      s0 = x.fma(y, s0);
      s1 = x.fma(y, s1);
      s2 = x.fma(y, s2);
      s3 = x.fma(y, s3);
      s4 = x.fma(y, s4);
      s5 = x.fma(y, s5);
      s6 = x.fma(y, s6);
      s7 = x.fma(y, s7);
      s8 = x.fma(y, s8);
      s9 = x.fma(y, s9);
    }
    var sum = s0.add(s1).add(s2).add(s3).add(s4).add(s5).add(s6).add(s7).add(s8).add(s9);
    return sum.lane(0);
  }

  private static double doubles() {
    var species = DoubleVector.SPECIES_PREFERRED;
    var x = DoubleVector.broadcast(species, 0.5);
    var y = DoubleVector.broadcast(species, 1);
    var s0 = y;
    var s1 = y;
    var s2 = y;
    var s3 = y;
    var s4 = y;
    var s5 = y;
    var s6 = y;
    var s7 = y;
    var s8 = y;
    var s9 = y;
    for (var i = 0; i < LOOPS; i++) {
      s0 = x.fma(y, s0);
      s1 = x.fma(y, s1);
      s2 = x.fma(y, s2);
      s3 = x.fma(y, s3);
      s4 = x.fma(y, s4);
      s5 = x.fma(y, s5);
      s6 = x.fma(y, s6);
      s7 = x.fma(y, s7);
      s8 = x.fma(y, s8);
      s9 = x.fma(y, s9);
    }
    var sum = s0.add(s1).add(s2).add(s3).add(s4).add(s5).add(s6).add(s7).add(s8).add(s9);
    return sum.lane(0);
  }
}
