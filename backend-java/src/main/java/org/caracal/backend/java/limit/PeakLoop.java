package org.caracal.backend.java.limit;

import org.caracal.array.DType;

/**
 * Fused multiplications and additions, as many as the processor does, in plain Java: the compiler
 * makes vectors of them, but keeps them in memory of the first cache, which costs a quarter of the
 * speed.
 */
public class PeakLoop {
  private static final int ELEMENTS = 1024;
  private static final int REPEATED = 64;

  /** A loop. */
  public PeakLoop() {}

  /** Operations of a {@link #run}. */
  double operations(DType dtype) {
    return 2.0 * 4 * ELEMENTS * REPEATED;
  }

  /** Computes; the result is that somebody reads it. */
  double run(DType dtype) {
    return dtype == DType.FLOAT64 ? doubles(new double[ELEMENTS]) : floats(new float[ELEMENTS]);
  }

  private static double floats(float[] x) {
    for (var i = 0; i < REPEATED; i++) {
      chain(x, 0.5f, 1);
    }
    return x[ELEMENTS - 1];
  }

  private static void chain(float[] x, float factor, float summand) {
    for (var i = 0; i < x.length; i++) {
      var once = Math.fma(x[i], factor, summand);
      var twice = Math.fma(once, factor, summand);
      var thrice = Math.fma(twice, factor, summand);
      x[i] = Math.fma(thrice, factor, summand);
    }
  }

  private static double doubles(double[] x) {
    for (var i = 0; i < REPEATED; i++) {
      chain(x, 0.5, 1);
    }
    return x[ELEMENTS - 1];
  }

  private static void chain(double[] x, double factor, double summand) {
    for (var i = 0; i < x.length; i++) {
      var once = Math.fma(x[i], factor, summand);
      var twice = Math.fma(once, factor, summand);
      var thrice = Math.fma(twice, factor, summand);
      x[i] = Math.fma(thrice, factor, summand);
    }
  }
}
