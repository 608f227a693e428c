package org.caracal.backend.java.reduction;

import static jdk.incubator.vector.FloatVector.fromArray;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.caracal.backend.java.parallel.Trial;

/** Sums of magnitudes by the Vector API. */
final class VectorFloatMagnitudes extends FloatMagnitudes {
  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  private static final Trial TRIAL = Trial.of(2);

  @Override
  void add(float[] x, int from, int n, float[] lanes) {
    var since = TRIAL.clock();
    if (L > LANES || !TRIAL.grants(n)) {
      super.add(x, from, n, lanes);
      TRIAL.plainSince(since, n);
      return;
    }
    for (var lane = 0; lane < LANES; lane += L) {
      addByVectors(x, from + lane, n, lanes, lane);
    }
    TRIAL.vectorsSince(since, n);
  }

  private static void addByVectors(float[] x, int from, int n, float[] lanes, int lane) {
    var sum = fromArray(S, lanes, lane);
    for (var i = 0; i < n; i += LANES) {
      sum = sum.add(fromArray(S, x, from + i).abs());
    }
    sum.intoArray(lanes, lane);
  }
}
