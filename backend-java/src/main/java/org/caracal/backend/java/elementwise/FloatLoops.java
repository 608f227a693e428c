package org.caracal.backend.java.elementwise;

import org.caracal.graph.Binary;
import org.caracal.graph.Compare;
import org.caracal.graph.Unary;

/**
 * Elementwise functions over blocks of {@code float32} that start at index 0 of their arrays. These
 * loops define the results to the bit; vector versions of them give the same. The result may be
 * written over an operand at the same place.
 */
public final class FloatLoops {
  private FloatLoops() {}

  /** {@code r[i] = f(a[i])} for i below n. */
  @FunctionalInterface
  public interface One {
    /** Computes one block. */
    void run(float[] a, float[] r, int n);
  }

  /** {@code r[i] = f(a[i], b[i])} for i below n. */
  @FunctionalInterface
  public interface Two {
    /** Computes one block. */
    void run(float[] a, float[] b, float[] r, int n);
  }

  /** {@code r[i] = f(a[i], b[i], c[i])} for i below n. */
  @FunctionalInterface
  public interface Three {
    /** Computes one block. */
    void run(float[] a, float[] b, float[] c, float[] r, int n);
  }

  /** The loop of a function that takes one pass; the others are {@link FloatFunctions}. */
  public static One unary(Unary.Function function) {
    return switch (function) {
      case NEGATE ->
          (a, r, n) -> {
            for (var i = 0; i < n; i++) {
              r[i] = -a[i];
            }
          };
      case ABS ->
          (a, r, n) -> {
            for (var i = 0; i < n; i++) {
              r[i] = Math.abs(a[i]);
            }
          };
      case SIGN ->
          (a, r, n) -> {
            for (var i = 0; i < n; i++) {
              r[i] = Math.signum(a[i]);
            }
          };
      case FLOOR ->
          (a, r, n) -> {
            for (var i = 0; i < n; i++) {
              r[i] = (float) Math.floor(a[i]);
            }
          };
      case RECIPROCAL ->
          (a, r, n) -> {
            for (var i = 0; i < n; i++) {
              r[i] = 1 / a[i];
            }
          };
      case SQRT ->
          (a, r, n) -> {
            for (var i = 0; i < n; i++) {
              r[i] = (float) Math.sqrt(a[i]);
            }
          };
      case NOT ->
          (a, r, n) -> {
            for (var i = 0; i < n; i++) {
              r[i] = 1 - a[i];
            }
          };
      default -> throw new IllegalArgumentException(function + " takes several passes");
    };
  }

  /** The loop of a function; AND and OR are those of masks. */
  public static Two binary(Binary.Function function) {
    return switch (function) {
      case ADD ->
          (a, b, r, n) -> {
            for (var i = 0; i < n; i++) {
              r[i] = a[i] + b[i];
            }
          };
      case SUBTRACT ->
          (a, b, r, n) -> {
            for (var i = 0; i < n; i++) {
              r[i] = a[i] - b[i];
            }
          };
      case MULTIPLY, AND ->
          (a, b, r, n) -> {
            for (var i = 0; i < n; i++) {
              r[i] = a[i] * b[i];
            }
          };
      case DIVIDE ->
          (a, b, r, n) -> {
            for (var i = 0; i < n; i++) {
              r[i] = a[i] / b[i];
            }
          };
      case POWER ->
          (a, b, r, n) -> {
            for (var i = 0; i < n; i++) {
              r[i] = b[i] == 2 ? a[i] * a[i] : (float) StrictMath.pow(a[i], b[i]);
            }
          };
      case MAXIMUM, OR ->
          (a, b, r, n) -> {
            for (var i = 0; i < n; i++) {
              r[i] = Math.max(a[i], b[i]);
            }
          };
      case MINIMUM ->
          (a, b, r, n) -> {
            for (var i = 0; i < n; i++) {
              r[i] = Math.min(a[i], b[i]);
            }
          };
    };
  }

  /** The loop of a relation; the result is a mask of 1 where it holds and 0 elsewhere. */
  public static Two compare(Compare.Relation relation) {
    return switch (relation) {
      case EQUAL ->
          (a, b, r, n) -> {
            for (var i = 0; i < n; i++) {
              r[i] = a[i] == b[i] ? 1 : 0;
            }
          };
      case NOT_EQUAL ->
          (a, b, r, n) -> {
            for (var i = 0; i < n; i++) {
              r[i] = a[i] != b[i] ? 1 : 0;
            }
          };
      case LESS ->
          (a, b, r, n) -> {
            for (var i = 0; i < n; i++) {
              r[i] = a[i] < b[i] ? 1 : 0;
            }
          };
      case LESS_EQUAL ->
          (a, b, r, n) -> {
            for (var i = 0; i < n; i++) {
              r[i] = a[i] <= b[i] ? 1 : 0;
            }
          };
      case GREATER ->
          (a, b, r, n) -> {
            for (var i = 0; i < n; i++) {
              r[i] = a[i] > b[i] ? 1 : 0;
            }
          };
      case GREATER_EQUAL ->
          (a, b, r, n) -> {
            for (var i = 0; i < n; i++) {
              r[i] = a[i] >= b[i] ? 1 : 0;
            }
          };
    };
  }

  /** {@code mask != 0 ? b : c}. */
  public static Three select() {
    return (mask, b, c, r, n) -> {
      for (var i = 0; i < n; i++) {
        r[i] = mask[i] != 0 ? b[i] : c[i];
      }
    };
  }
}
