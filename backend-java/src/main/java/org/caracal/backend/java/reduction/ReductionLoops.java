package org.caracal.backend.java.reduction;

import org.caracal.array.DType;
import org.caracal.backend.java.elementwise.DoubleLoops;
import org.caracal.backend.java.elementwise.FloatLoops;
import org.caracal.graph.Reduce;
import org.caracal.graph.Unary;

/** The loops that reduction kernels run. */
public class ReductionLoops {
  /** The reductions of an element type. */
  Reductions of(Reduce.Function function, DType dtype) {
    return switch (dtype) {
      case FLOAT32 -> floats(function);
      case FLOAT64 -> doubles(function);
      case INT32 -> new IntReductions(function);
      case INT64 -> new LongReductions(function);
      case BOOL -> throw new IllegalArgumentException("bool cannot be reduced");
    };
  }

  /** Reductions of {@code float32}. */
  protected FloatReductions floats(Reduce.Function function) {
    return new FloatReductions(function);
  }

  /** Reductions of {@code float64}. */
  protected DoubleReductions doubles(Reduce.Function function) {
    return new DoubleReductions(function);
  }

  /** The exponential function of {@code float32}. */
  protected FloatLoops.One floatExp() {
    return FloatLoops.unary(Unary.Function.EXP);
  }

  /** The exponential function of {@code float64}. */
  protected DoubleLoops.One doubleExp() {
    return DoubleLoops.unary(Unary.Function.EXP);
  }
}
