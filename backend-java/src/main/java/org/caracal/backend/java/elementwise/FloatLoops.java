package org.caracal.backend.java.elementwise;

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

  /** The loop of a function that is neither an operator nor one of {@link FloatFunctions}. */
  public static One unary(Unary.Function function) {
    return switch (function) {
      case FLOOR ->
          (a, r, n) -> {
            for (var i = 0; i < n; i++) {
              r[i] = (float) Math.floor(a[i]);
            }
          };
      default -> throw new IllegalArgumentException(function + " has no loop of its own");
    };
  }

  /** {@code a^b}. */
  public static Two power() {
    return (a, b, r, n) -> {
      for (var i = 0; i < n; i++) {
        r[i] = b[i] == 2 ? a[i] * a[i] : (float) StrictMath.pow(a[i], b[i]);
      }
    };
  }
}
