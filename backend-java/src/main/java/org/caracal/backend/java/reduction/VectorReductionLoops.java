package org.caracal.backend.java.reduction;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import org.caracal.backend.java.elementwise.ElementwiseLoops;
import org.caracal.backend.java.parallel.Trial;
import org.caracal.graph.Reduce;

/** Loops by the Vector API for floating point numbers; can be loaded only where that is. */
public final class VectorReductionLoops extends ReductionLoops {
  private static final Trial SUBTRACTION = Trial.of(1);
  private static final Trial DIVISION = Trial.of(1);

  /** Loops with these elementwise functions. */
  public VectorReductionLoops(ElementwiseLoops functions) {
    super(functions);
  }

  @Override
  protected FloatReductions floats(Reduce.Function function) {
    return new VectorFloatReductions(function);
  }

  @Override
  protected DoubleReductions doubles(Reduce.Function function) {
    return new VectorDoubleReductions(function);
  }

  @Override
  protected void subtract(float[] a, int ao, float b, float[] r, int ro, int n) {
    var since = SUBTRACTION.clock();
    if (SUBTRACTION.grants(n)) {
      var species = FloatVector.SPECIES_PREFERRED;
      var i = 0;
      for (; i <= n - species.length(); i += species.length()) {
        FloatVector.fromArray(species, a, ao + i).sub(b).intoArray(r, ro + i);
      }
      super.subtract(a, ao + i, b, r, ro + i, n - i);
      SUBTRACTION.vectorsSince(since, n);
    } else {
      super.subtract(a, ao, b, r, ro, n);
      SUBTRACTION.plainSince(since, n);
    }
  }

  @Override
  protected void divide(float[] a, int ao, float b, float[] r, int ro, int n) {
    var since = DIVISION.clock();
    if (DIVISION.grants(n)) {
      var species = FloatVector.SPECIES_PREFERRED;
      var i = 0;
      for (; i <= n - species.length(); i += species.length()) {
        FloatVector.fromArray(species, a, ao + i).div(b).intoArray(r, ro + i);
      }
      super.divide(a, ao + i, b, r, ro + i, n - i);
      DIVISION.vectorsSince(since, n);
    } else {
      super.divide(a, ao, b, r, ro, n);
      DIVISION.plainSince(since, n);
    }
  }

  @Override
  protected void subtract(double[] a, int ao, double b, double[] r, int ro, int n) {
    var species = DoubleVector.SPECIES_PREFERRED;
    var i = 0;
    for (; i <= n - species.length(); i += species.length()) {
      DoubleVector.fromArray(species, a, ao + i).sub(b).intoArray(r, ro + i);
    }
    for (; i < n; i++) {
      r[ro + i] = a[ao + i] - b;
    }
  }

  @Override
  protected void divide(double[] a, int ao, double b, double[] r, int ro, int n) {
    var species = DoubleVector.SPECIES_PREFERRED;
    var i = 0;
    for (; i <= n - species.length(); i += species.length()) {
      DoubleVector.fromArray(species, a, ao + i).div(b).intoArray(r, ro + i);
    }
    for (; i < n; i++) {
      r[ro + i] = a[ao + i] / b;
    }
  }
}
