package org.caracal.backend.java.reduction;

import org.caracal.array.DType;
import org.caracal.backend.java.elementwise.DoubleFunctions;
import org.caracal.backend.java.elementwise.ElementwiseLoops;
import org.caracal.backend.java.elementwise.FloatFunctions;
import org.caracal.graph.Reduce;

/** The loops that reduction kernels run. */
public class ReductionLoops {
  private final ElementwiseLoops functions;

  /** Loops with these elementwise functions. */
  public ReductionLoops(ElementwiseLoops functions) {
    this.functions = functions;
  }

  /** The reductions of an element type. */
  public Reductions of(Reduce.Function function, DType dtype) {
    return switch (dtype) {
      case FLOAT32 -> floats(function);
      case FLOAT64 -> doubles(function);
      case INT32 -> new IntReductions(function);
      case INT64 -> new LongReductions(function);
      case BOOL -> throw new IllegalArgumentException("bool cannot be reduced");
    };
  }

  /** Sums of magnitudes of {@code float32}. */
  protected FloatMagnitudes floatMagnitudes() {
    return new FloatMagnitudes();
  }

  /** Reductions of {@code float32}. */
  protected FloatReductions floats(Reduce.Function function) {
    return new FloatReductions(function);
  }

  /** Reductions of {@code float64}. */
  protected DoubleReductions doubles(Reduce.Function function) {
    return new DoubleReductions(function);
  }

  /** The functions of {@code float32}. */
  public FloatFunctions floatFunctions() {
    return functions.floats();
  }

  DoubleFunctions doubleFunctions() {
    return functions.doubles();
  }

  /** {@code r[ro + i] = a[ao + i] - b} for i below n. */
  protected void subtract(float[] a, int ao, float b, float[] r, int ro, int n) {
    for (var i = 0; i < n; i++) {
      r[ro + i] = a[ao + i] - b;
    }
  }

  /** {@code r[ro + i] = a[ao + i] - b} for i below n. */
  protected void subtract(double[] a, int ao, double b, double[] r, int ro, int n) {
    for (var i = 0; i < n; i++) {
      r[ro + i] = a[ao + i] - b;
    }
  }

  /** {@code r[ro + i] = a[ao + i] / b} for i below n. */
  protected void divide(float[] a, int ao, float b, float[] r, int ro, int n) {
    for (var i = 0; i < n; i++) {
      r[ro + i] = a[ao + i] / b;
    }
  }

  /** {@code r[ro + i] = a[ao + i] / b} for i below n. */
  protected void divide(double[] a, int ao, double b, double[] r, int ro, int n) {
    for (var i = 0; i < n; i++) {
      r[ro + i] = a[ao + i] / b;
    }
  }
}
