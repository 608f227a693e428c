package org.caracal.backend.java.reduction;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.caracal.backend.java.elementwise.ElementwiseLoops;
import org.caracal.backend.java.parallel.Trial;
import org.caracal.graph.Reduce;

/** Loops by the Vector API for floating point numbers; can be loaded only where that is. */
public final class VectorReductionLoops extends ReductionLoops {
  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;

  private static final Trial SUBTRACTION = Trial.of(1);
  private static final Trial DIVISION = Trial.of(1);

  /** Loops with these elementwise functions. */
  public VectorReductionLoops(ElementwiseLoops functions) {
    super(functions);
  }

  @Override
  protected FloatMagnitudes floatMagnitudes() {
    return new VectorFloatMagnitudes();
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
      var whole = S.loopBound(n);
      subtractByVectors(a, ao, b, r, ro, whole);
      super.subtract(a, ao + whole, b, r, ro + whole, n - whole);
      SUBTRACTION.vectorsSince(since, n);
    } else {
      super.subtract(a, ao, b, r, ro, n);
      SUBTRACTION.plainSince(since, n);
    }
  }

  private static void subtractByVectors(float[] a, int ao, float b, float[] r, int ro, int n) {
    for (var i = 0; i < n; i += S.length()) {
      FloatVector.fromArray(S, a, ao + i).sub(b).intoArray(r, ro + i);
    }
  }

  @Override
  protected void divide(float[] a, int ao, float b, float[] r, int ro, int n) {
    var since = DIVISION.clock();
    if (DIVISION.grants(n)) {
      var whole = S.loopBound(n);
      divideByVectors(a, ao, b, r, ro, whole);
      super.divide(a, ao + whole, b, r, ro + whole, n - whole);
      DIVISION.vectorsSince(since, n);
    } else {
      super.divide(a, ao, b, r, ro, n);
      DIVISION.plainSince(since, n);
    }
  }

  private static void divideByVectors(float[] a, int ao, float b, float[] r, int ro, int n) {
    for (var i = 0; i < n; i += S.length()) {
      FloatVector.fromArray(S, a, ao + i).div(b).intoArray(r, ro + i);
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
