package org.caracal.backend.java.reduction;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import org.caracal.backend.java.elementwise.ElementwiseLoops;
import org.caracal.graph.Reduce;

/** Loops by the Vector API for floating point numbers; can be loaded only where that is. */
public final class VectorReductionLoops extends ReductionLoops {
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
    var species = FloatVector.SPECIES_PREFERRED;
    var i = 0;
    for (; i <= n - species.length(); i += species.length()) {
      FloatVector.fromArray(species, a, ao + i).sub(b).intoArray(r, ro + i);
    }
    for (; i < n; i++) {
      r[ro + i] = a[ao + i] - b;
    }
  }

  @Override
  protected void divide(float[] a, int ao, float b, float[] r, int ro, int n) {
    var species = FloatVector.SPECIES_PREFERRED;
    var i = 0;
    for (; i <= n - species.length(); i += species.length()) {
      FloatVector.fromArray(species, a, ao + i).div(b).intoArray(r, ro + i);
    }
    for (; i < n; i++) {
      r[ro + i] = a[ao + i] / b;
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
