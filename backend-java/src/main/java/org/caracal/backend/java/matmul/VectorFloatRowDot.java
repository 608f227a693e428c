package org.caracal.backend.java.matmul;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;
import org.caracal.backend.java.parallel.Trial;

/**
 * Multiplies rows of {@code float32} by a column by the Vector API, four side by side: vectors of
 * sixteen lanes have all the sums that are computed apart, two of eight lanes have them together.
 */
final class VectorFloatRowDot extends FloatRowDot {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  /** Rows at a time. */
  private static final int ROWS = 4;

  private static final VectorShuffle<Float> BY_HALF =
      VectorShuffle.fromOp(SPECIES, i -> i ^ LANES / 2);
  private static final VectorShuffle<Float> BY_QUARTER =
      VectorShuffle.fromOp(SPECIES, i -> i ^ LANES / 4);
  private static final VectorShuffle<Float> BY_TWO = FloatTransposition.BY_TWO;
  private static final VectorShuffle<Float> BY_ONE = FloatTransposition.BY_ONE;

  private static final Trial TRIAL = Trial.of(1);

  @Override
  public void run(Object w, int at, Object x, int from, Object y, int put, int rows, int terms) {
    var whole = terms - terms % SUMS;
    if (whole == 0 || LANES != SUMS && 2 * LANES != SUMS) {
      super.run(w, at, x, from, y, put, rows, terms);
      return;
    }
    var matrix = (float[]) w;
    var column = (float[]) x;
    var sums = (float[]) y;
    for (var i = 0; i < rows; i += ROWS) {
      var some = Math.min(ROWS, rows - i);
      var first = at + i * terms;
      var work = (double) some * whole;
      var since = TRIAL.clock();
      if (!TRIAL.grants(work)) {
        super.run(w, first, x, from, y, put + i, some, terms);
        TRIAL.plainSince(since, work);
        continue;
      }
      if (LANES == SUMS) {
        bySixteen(matrix, first, terms, column, from, whole, sums, put + i, some - 1);
      } else {
        byEight(matrix, first, terms, column, from, whole, sums, put + i, some - 1);
      }
      addRest(matrix, first, column, from, sums, put + i, some, terms);
      TRIAL.vectorsSince(since, work);
    }
  }

  /** Rows behind the last one are the last one once more. */
  private static void bySixteen(
      float[] w, int at, int stride, float[] x, int from, int terms, float[] y, int put, int last) {
    var r1 = at + Math.min(1, last) * stride;
    var r2 = at + Math.min(2, last) * stride;
    var r3 = at + last * stride;
    var s0 = FloatVector.zero(SPECIES);
    var s1 = s0;
    var s2 = s0;
    var s3 = s0;
    for (var k = 0; k < terms; k += LANES) {
      var factors = FloatVector.fromArray(SPECIES, x, from + k);
      s0 = FloatVector.fromArray(SPECIES, w, at + k).fma(factors, s0);
      s1 = FloatVector.fromArray(SPECIES, w, r1 + k).fma(factors, s1);
      s2 = FloatVector.fromArray(SPECIES, w, r2 + k).fma(factors, s2);
      s3 = FloatVector.fromArray(SPECIES, w, r3 + k).fma(factors, s3);
    }
    s0 = s0.add(s0.rearrange(BY_HALF));
    s1 = s1.add(s1.rearrange(BY_HALF));
    s2 = s2.add(s2.rearrange(BY_HALF));
    s3 = s3.add(s3.rearrange(BY_HALF));
    s0 = s0.add(s0.rearrange(BY_QUARTER));
    s1 = s1.add(s1.rearrange(BY_QUARTER));
    s2 = s2.add(s2.rearrange(BY_QUARTER));
    s3 = s3.add(s3.rearrange(BY_QUARTER));
    s0 = s0.add(s0.rearrange(BY_TWO));
    s1 = s1.add(s1.rearrange(BY_TWO));
    s2 = s2.add(s2.rearrange(BY_TWO));
    s3 = s3.add(s3.rearrange(BY_TWO));
    y[put] = s0.add(s0.rearrange(BY_ONE)).lane(0);
    y[put + Math.min(1, last)] = s1.add(s1.rearrange(BY_ONE)).lane(0);
    y[put + Math.min(2, last)] = s2.add(s2.rearrange(BY_ONE)).lane(0);
    y[put + last] = s3.add(s3.rearrange(BY_ONE)).lane(0);
  }

  /** Rows behind the last one are the last one once more. */
  private static void byEight(
      float[] w, int at, int stride, float[] x, int from, int terms, float[] y, int put, int last) {
    var r1 = at + Math.min(1, last) * stride;
    var r2 = at + Math.min(2, last) * stride;
    var r3 = at + last * stride;
    var s0 = FloatVector.zero(SPECIES);
    var s1 = s0;
    var s2 = s0;
    var s3 = s0;
    var t0 = s0;
    var t1 = s0;
    var t2 = s0;
    var t3 = s0;
    for (var k = 0; k < terms; k += 2 * LANES) {
      var factors = FloatVector.fromArray(SPECIES, x, from + k);
      s0 = FloatVector.fromArray(SPECIES, w, at + k).fma(factors, s0);
      s1 = FloatVector.fromArray(SPECIES, w, r1 + k).fma(factors, s1);
      s2 = FloatVector.fromArray(SPECIES, w, r2 + k).fma(factors, s2);
      s3 = FloatVector.fromArray(SPECIES, w, r3 + k).fma(factors, s3);
      factors = FloatVector.fromArray(SPECIES, x, from + k + LANES);
      t0 = FloatVector.fromArray(SPECIES, w, at + k + LANES).fma(factors, t0);
      t1 = FloatVector.fromArray(SPECIES, w, r1 + k + LANES).fma(factors, t1);
      t2 = FloatVector.fromArray(SPECIES, w, r2 + k + LANES).fma(factors, t2);
      t3 = FloatVector.fromArray(SPECIES, w, r3 + k + LANES).fma(factors, t3);
    }
    s0 = s0.add(t0);
    s1 = s1.add(t1);
    s2 = s2.add(t2);
    s3 = s3.add(t3);
    s0 = s0.add(s0.rearrange(BY_HALF));
    s1 = s1.add(s1.rearrange(BY_HALF));
    s2 = s2.add(s2.rearrange(BY_HALF));
    s3 = s3.add(s3.rearrange(BY_HALF));
    s0 = s0.add(s0.rearrange(BY_TWO));
    s1 = s1.add(s1.rearrange(BY_TWO));
    s2 = s2.add(s2.rearrange(BY_TWO));
    s3 = s3.add(s3.rearrange(BY_TWO));
    y[put] = s0.add(s0.rearrange(BY_ONE)).lane(0);
    y[put + Math.min(1, last)] = s1.add(s1.rearrange(BY_ONE)).lane(0);
    y[put + Math.min(2, last)] = s2.add(s2.rearrange(BY_ONE)).lane(0);
    y[put + last] = s3.add(s3.rearrange(BY_ONE)).lane(0);
  }
}
