package org.caracal.backend.java.matmul;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/** Adds rows of {@code float64} by the Vector API, four at a time. */
final class VectorDoubleRowSum extends DoubleRowSum {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

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
    var factors = (double[]) x;
    var rows = (double[]) w;
    var sums = (double[]) y;
    var whole = columns - columns % LANES;
    var k = 0;
    for (; k + 4 <= terms; k += 4) {
      var f = from + k * step;
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
    }
    super.add(x, from + k * step, step, w, at + k * stride, stride, y, put, whole, terms - k);
    super.add(x, from, step, w, at + whole, stride, y, put + whole, columns - whole, terms);
  }

  private static void four(
      double f0,
      double f1,
      double f2,
      double f3,
      double[] rows,
      int at,
      int stride,
      double[] sums,
      int put,
      int columns) {
    var x0 = DoubleVector.broadcast(SPECIES, f0);
    var x1 = DoubleVector.broadcast(SPECIES, f1);
    var x2 = DoubleVector.broadcast(SPECIES, f2);
    var x3 = DoubleVector.broadcast(SPECIES, f3);
    var r1 = at + stride;
    var r2 = r1 + stride;
    var r3 = r2 + stride;
    for (var j = 0; j < columns; j += LANES) {
      var sum = DoubleVector.fromArray(SPECIES, sums, put + j);
      sum = DoubleVector.fromArray(SPECIES, rows, at + j).fma(x0, sum);
      sum = DoubleVector.fromArray(SPECIES, rows, r1 + j).fma(x1, sum);
      sum = DoubleVector.fromArray(SPECIES, rows, r2 + j).fma(x2, sum);
      sum = DoubleVector.fromArray(SPECIES, rows, r3 + j).fma(x3, sum);
      sum.intoArray(sums, put + j);
    }
  }
}
