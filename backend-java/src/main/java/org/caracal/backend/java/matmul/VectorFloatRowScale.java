package org.caracal.backend.java.matmul;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.caracal.backend.java.parallel.Trial;

/** Writes multiples of a row of {@code float32} by the Vector API. */
final class VectorFloatRowScale extends FloatRowScale {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final float[] ZEROS = new float[LANES];
  private static final Trial TRIAL = Trial.of(1);

  @Override
  public void run(Object x, int from, Object w, int at, Object y, int put, int rows, int columns) {
    var work = (double) rows * columns;
    var since = TRIAL.clock();
    if (columns >= LANES && TRIAL.grants(work)) {
      scale((float[]) x, from, (float[]) w, at, (float[]) y, put, rows, columns);
      TRIAL.vectorsSince(since, work);
    } else {
      super.run(x, from, w, at, y, put, rows, columns);
      TRIAL.plainSince(since, work);
    }
  }

  /** The last vector of a row begins within the one before if it would be too long. */
  private static void scale(
      float[] x, int from, float[] w, int at, float[] y, int put, int rows, int columns) {
    for (var i = 0; i < rows; i++) {
      var factor = FloatVector.broadcast(SPECIES, x[from + i]);
      var to = put + i * columns;
      for (var k = 0; k < columns; k += LANES) {
        var j = Math.min(k, columns - LANES);
        FloatVector.fromArray(SPECIES, w, at + j)
            .fma(factor, FloatVector.fromArray(SPECIES, ZEROS, 0))
            .intoArray(y, to + j);
      }
    }
  }
}
