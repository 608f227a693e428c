package org.caracal.backend.java.elementwise;

import org.caracal.graph.Binary;
import org.caracal.graph.Compare;
import org.caracal.graph.Unary;

/**
 * Elementwise functions over blocks of {@code float32}. These loops define the results to the bit;
 * vector versions of them give the same. The result may be written over an operand at the same
 * place.
 */
public final class FloatLoops {
  private FloatLoops() {}

  /** {@code r[ro + i] = f(a[ao + i])} for i below n. */
  @FunctionalInterface
  public interface One {
    /** Computes one block. */
    void run(float[] a, int ao, float[] r, int ro, int n);
  }

  /** {@code r[ro + i] = f(a[ao + i], b[bo + i])} for i below n. */
  @FunctionalInterface
  public interface Two {
    /** Computes one block. */
    void run(float[] a, int ao, float[] b, int bo, float[] r, int ro, int n);
  }

  /** {@code r[ro + i] = f(a[ao + i], b[bo + i], c[co + i])} for i below n. */
  @FunctionalInterface
  public interface Three {
    /** Computes one block. */
    void run(float[] a, int ao, float[] b, int bo, float[] c, int co, float[] r, int ro, int n);
  }

  /** The loop of a function. */
  public static One unary(Unary.Function function) {
    return switch (function) {
      case NEGATE ->
          (a, ao, r, ro, n) -> {
            for (var i = 0; i < n; i++) {
              r[ro + i] = -a[ao + i];
            }
          };
      case ABS ->
          (a, ao, r, ro, n) -> {
            for (var i = 0; i < n; i++) {
              r[ro + i] = Math.abs(a[ao + i]);
            }
          };
      case SIGN ->
          (a, ao, r, ro, n) -> {
            for (var i = 0; i < n; i++) {
              r[ro + i] = Math.signum(a[ao + i]);
            }
          };
      case FLOOR ->
          (a, ao, r, ro, n) -> {
            for (var i = 0; i < n; i++) {
              r[ro + i] = FloatMath.floor(a[ao + i]);
            }
          };
      case RECIPROCAL ->
          (a, ao, r, ro, n) -> {
            for (var i = 0; i < n; i++) {
              r[ro + i] = 1 / a[ao + i];
            }
          };
      case SQRT ->
          (a, ao, r, ro, n) -> {
            for (var i = 0; i < n; i++) {
              r[ro + i] = (float) Math.sqrt(a[ao + i]);
            }
          };
      case EXP ->
          (a, ao, r, ro, n) -> {
            for (var i = 0; i < n; i++) {
              r[ro + i] = FloatMath.exp(a[ao + i]);
            }
          };
      case EXPM1 ->
          (a, ao, r, ro, n) -> {
            for (var i = 0; i < n; i++) {
              r[ro + i] = FloatMath.expm1(a[ao + i]);
            }
          };
      case LOG ->
          (a, ao, r, ro, n) -> {
            for (var i = 0; i < n; i++) {
              r[ro + i] = FloatMath.log(a[ao + i]);
            }
          };
      case LOG1P ->
          (a, ao, r, ro, n) -> {
            for (var i = 0; i < n; i++) {
              r[ro + i] = FloatMath.log1p(a[ao + i]);
            }
          };
      case SIN ->
          (a, ao, r, ro, n) -> {
            for (var i = 0; i < n; i++) {
              r[ro + i] = FloatMath.sin(a[ao + i]);
            }
          };
      case COS ->
          (a, ao, r, ro, n) -> {
            for (var i = 0; i < n; i++) {
              r[ro + i] = FloatMath.cos(a[ao + i]);
            }
          };
      case TANH ->
          (a, ao, r, ro, n) -> {
            for (var i = 0; i < n; i++) {
              r[ro + i] = FloatMath.tanh(a[ao + i]);
            }
          };
      case SIGMOID ->
          (a, ao, r, ro, n) -> {
            for (var i = 0; i < n; i++) {
              r[ro + i] = FloatMath.sigmoid(a[ao + i]);
            }
          };
      case ERF ->
          (a, ao, r, ro, n) -> {
            for (var i = 0; i < n; i++) {
              r[ro + i] = FloatMath.erf(a[ao + i]);
            }
          };
      case NOT ->
          (a, ao, r, ro, n) -> {
            for (var i = 0; i < n; i++) {
              r[ro + i] = 1 - a[ao + i];
            }
          };
    };
  }

  /** The loop of a function; AND and OR are those of masks. */
  public static Two binary(Binary.Function function) {
    return switch (function) {
      case ADD ->
          (a, ao, b, bo, r, ro, n) -> {
            for (var i = 0; i < n; i++) {
              r[ro + i] = a[ao + i] + b[bo + i];
            }
          };
      case SUBTRACT ->
          (a, ao, b, bo, r, ro, n) -> {
            for (var i = 0; i < n; i++) {
              r[ro + i] = a[ao + i] - b[bo + i];
            }
          };
      case MULTIPLY, AND ->
          (a, ao, b, bo, r, ro, n) -> {
            for (var i = 0; i < n; i++) {
              r[ro + i] = a[ao + i] * b[bo + i];
            }
          };
      case DIVIDE ->
          (a, ao, b, bo, r, ro, n) -> {
            for (var i = 0; i < n; i++) {
              r[ro + i] = a[ao + i] / b[bo + i];
            }
          };
      case POWER ->
          (a, ao, b, bo, r, ro, n) -> {
            for (var i = 0; i < n; i++) {
              r[ro + i] = FloatMath.pow(a[ao + i], b[bo + i]);
            }
          };
      case MAXIMUM, OR ->
          (a, ao, b, bo, r, ro, n) -> {
            for (var i = 0; i < n; i++) {
              r[ro + i] = Math.max(a[ao + i], b[bo + i]);
            }
          };
      case MINIMUM ->
          (a, ao, b, bo, r, ro, n) -> {
            for (var i = 0; i < n; i++) {
              r[ro + i] = Math.min(a[ao + i], b[bo + i]);
            }
          };
    };
  }

  /** The loop of a relation; the result is a mask of 1 where it holds and 0 elsewhere. */
  public static Two compare(Compare.Relation relation) {
    return switch (relation) {
      case EQUAL ->
          (a, ao, b, bo, r, ro, n) -> {
            for (var i = 0; i < n; i++) {
              r[ro + i] = a[ao + i] == b[bo + i] ? 1 : 0;
            }
          };
      case NOT_EQUAL ->
          (a, ao, b, bo, r, ro, n) -> {
            for (var i = 0; i < n; i++) {
              r[ro + i] = a[ao + i] != b[bo + i] ? 1 : 0;
            }
          };
      case LESS ->
          (a, ao, b, bo, r, ro, n) -> {
            for (var i = 0; i < n; i++) {
              r[ro + i] = a[ao + i] < b[bo + i] ? 1 : 0;
            }
          };
      case LESS_EQUAL ->
          (a, ao, b, bo, r, ro, n) -> {
            for (var i = 0; i < n; i++) {
              r[ro + i] = a[ao + i] <= b[bo + i] ? 1 : 0;
            }
          };
      case GREATER ->
          (a, ao, b, bo, r, ro, n) -> {
            for (var i = 0; i < n; i++) {
              r[ro + i] = a[ao + i] > b[bo + i] ? 1 : 0;
            }
          };
      case GREATER_EQUAL ->
          (a, ao, b, bo, r, ro, n) -> {
            for (var i = 0; i < n; i++) {
              r[ro + i] = a[ao + i] >= b[bo + i] ? 1 : 0;
            }
          };
    };
  }

  /** {@code mask != 0 ? b : c}. */
  public static Three select() {
    return (mask, mo, b, bo, c, co, r, ro, n) -> {
      for (var i = 0; i < n; i++) {
        r[ro + i] = mask[mo + i] != 0 ? b[bo + i] : c[co + i];
      }
    };
  }
}
