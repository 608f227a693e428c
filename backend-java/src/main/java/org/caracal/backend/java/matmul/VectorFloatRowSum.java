package org.caracal.backend.java.matmul;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.caracal.backend.java.parallel.Trial;

/** Adds rows of {@code float32} by the Vector API, four at a time. */
final class VectorFloatRowSum extends FloatRowSum {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  private static final Trial TRIAL = Trial.of(1);

  @Override
  public void add(
      Object x,
      int from,
      int step,
      Object w,
      int at,
      int stride,
      Object y,
      int put,
      int columns,
      int terms) {
    var factors = (float[]) x;
    var rows = (float[]) w;
    var sums = (float[]) y;
    var whole = columns - columns % LANES;
    var k = 0;
    var work = 4.0 * whole;
    for (; k + 4 <= terms; k += 4) {
      var f = from + k * step;
      var since = TRIAL.clock();
      if (!TRIAL.grants(work)) {
        super.add(x, f, step, w, at + k * stride, stride, y, put, whole, 4);
        TRIAL.plainSince(since, work);
        continue;
      }
      four(
          factors[f],
          factors[f + step],
          factors[f + 2 * step],
          factors[f + 3 * step],
          rows,
          at + k * stride,
          stride,
          sums,
          put,
          whole);
      TRIAL.vectorsSince(since, work);
    }
    super.add(x, from + k * step, step, w, at + k * stride, stride, y, put, whole, terms - k);
    super.add(x, from, step, w, at + whole, stride, y, put + whole, columns - whole, terms);
  }

  private static void four(
      float f0,
      float f1,
      float f2,
      float f3,
      float[] rows,
      int at,
      int stride,
      float[] sums,
      int put,
      int columns) {
    var x0 = FloatVector.broadcast(SPECIES, f0);
    var x1 = FloatVector.broadcast(SPECIES, f1);
    var x2 = FloatVector.broadcast(SPECIES, f2);
    var x3 = FloatVector.broadcast(SPECIES, f3);
    var r1 = at + stride;
    var r2 = r1 + stride;
    var r3 = r2 + stride;
    for (var j = 0; j < columns; j += LANES) {
      var sum = FloatVector.fromArray(SPECIES, sums, put + j);
      sum = FloatVector.fromArray(SPECIES, rows, at + j).fma(x0, sum);
      sum = FloatVector.fromArray(SPECIES, rows, r1 + j).fma(x1, sum);
      sum = FloatVector.fromArray(SPECIES, rows, r2 + j).fma(x2, sum);
      sum = FloatVector.fromArray(SPECIES, rows, r3 + j).fma(x3, sum);
      sum.intoArray(sums, put + j);
    }
  }
}
