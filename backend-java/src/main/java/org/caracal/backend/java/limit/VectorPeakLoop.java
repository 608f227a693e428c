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

  /** Ten sums, so that none waits for the one before. */
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
      s0 = s0.fma(x, y);
      s1 = s1.fma(x, y);
      s2 = s2.fma(x, y);
      s3 = s3.fma(x, y);
      s4 = s4.fma(x, y);
      s5 = s5.fma(x, y);
      s6 = s6.fma(x, y);
      s7 = s7.fma(x, y);
      s8 = s8.fma(x, y);
      s9 = s9.fma(x, y);
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
      s0 = s0.fma(x, y);
      s1 = s1.fma(x, y);
      s2 = s2.fma(x, y);
      s3 = s3.fma(x, y);
      s4 = s4.fma(x, y);
      s5 = s5.fma(x, y);
      s6 = s6.fma(x, y);
      s7 = s7.fma(x, y);
      s8 = s8.fma(x, y);
      s9 = s9.fma(x, y);
    }
    var sum = s0.add(s1).add(s2).add(s3).add(s4).add(s5).add(s6).add(s7).add(s8).add(s9);
    return sum.lane(0);
  }
}
