package org.caracal.backend.java.elementwise;

import static jdk.incubator.vector.DoubleVector.fromArray;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.caracal.graph.Binary;
import org.caracal.graph.Compare;
import org.caracal.graph.Unary;

/**
 * The functions of {@link DoubleLoops} by the Vector API, with an offset of its own for each array:
 * whole vectors first, then what is left one by one. Each loop is written out, because a vector
 * that crosses a call which the compiler does not inline is allocated.
 */
public final class VectorDoubleLoops {
  private static final VectorSpecies<Double> S = DoubleVector.SPECIES_PREFERRED;
  private static final int L = S.length();
  private static final DoubleVector ZERO = DoubleVector.zero(S);
  private static final DoubleVector ONE = DoubleVector.broadcast(S, 1);

  private static final LongVector SIGN = DoubleVector.broadcast(S, -0.0).reinterpretAsLongs();

  private VectorDoubleLoops() {}

  /** {@code r[ro + i] = f(a[ao + i])} for i below n. */
  @FunctionalInterface
  public interface One {
    /** Computes one block. */
    void run(double[] a, int ao, double[] r, int ro, int n);
  }

  /** {@code r[ro + i] = f(a[ao + i], b[bo + i])} for i below n. */
  @FunctionalInterface
  public interface Two {
    /** Computes one block. */
    void run(double[] a, int ao, double[] b, int bo, double[] r, int ro, int n);
  }

  /** {@code r[ro + i] = f(a[ao + i], b[bo + i], c[co + i])} for i below n. */
  @FunctionalInterface
  public interface Three {
    /** Computes one block. */
    void run(double[] a, int ao, double[] b, int bo, double[] c, int co, double[] r, int ro, int n);
  }

  /** The loop of a function. */
  public static One unary(Unary.Function function) {
    return switch (function) {
      case NEGATE ->
          (a, ao, r, ro, n) -> {
            var i = 0;
            for (; i <= n - L; i += L) {
              fromArray(S, a, ao + i).neg().intoArray(r, ro + i);
            }
            for (; i < n; i++) {
              r[ro + i] = -a[ao + i];
            }
          };
      case ABS ->
          (a, ao, r, ro, n) -> {
            var i = 0;
            for (; i <= n - L; i += L) {
              fromArray(S, a, ao + i).abs().intoArray(r, ro + i);
            }
            for (; i < n; i++) {
              r[ro + i] = Math.abs(a[ao + i]);
            }
          };
      case RECIPROCAL ->
          (a, ao, r, ro, n) -> {
            var i = 0;
            for (; i <= n - L; i += L) {
              ONE.div(fromArray(S, a, ao + i)).intoArray(r, ro + i);
            }
            for (; i < n; i++) {
              r[ro + i] = 1 / a[ao + i];
            }
          };
      case SQRT ->
          (a, ao, r, ro, n) -> {
            var i = 0;
            for (; i <= n - L; i += L) {
              fromArray(S, a, ao + i).sqrt().intoArray(r, ro + i);
            }
            for (; i < n; i++) {
              r[ro + i] = Math.sqrt(a[ao + i]);
            }
          };
      case NOT ->
          (a, ao, r, ro, n) -> {
            var i = 0;
            for (; i <= n - L; i += L) {
              ONE.sub(fromArray(S, a, ao + i)).intoArray(r, ro + i);
            }
            for (; i < n; i++) {
              r[ro + i] = 1 - a[ao + i];
            }
          };
      case SIGN ->
          (a, ao, r, ro, n) -> {
            var i = 0;
            for (; i <= n - L; i += L) {
              var x = fromArray(S, a, ao + i);
              x.blend(1, x.compare(VectorOperators.GT, 0))
                  .blend(-1, x.compare(VectorOperators.LT, 0))
                  .intoArray(r, ro + i);
            }
            for (; i < n; i++) {
              r[ro + i] = Math.signum(a[ao + i]);
            }
          };
      case FLOOR ->
          (a, ao, r, ro, n) -> {
            var i = 0;
            for (; i <= n - L; i += L) {
              var x = fromArray(S, a, ao + i);
              var size = x.abs();
              // adding the number from where on all are integers rounds to one
              var rounded = size.add(0x1p52).sub(0x1p52).reinterpretAsLongs();
              var near = rounded.or(x.reinterpretAsLongs().and(SIGN)).reinterpretAsDoubles();
              near.blend(near.sub(1), near.compare(VectorOperators.GT, x))
                  .blend(x, size.compare(VectorOperators.GE, 0x1p52))
                  .intoArray(r, ro + i);
            }
            for (; i < n; i++) {
              r[ro + i] = Math.floor(a[ao + i]);
            }
          };
      default -> throw new IllegalArgumentException(function + " takes several passes");
    };
  }

  /** The loop of a function; AND and OR are those of masks. */
  public static Two binary(Binary.Function function) {
    return switch (function) {
      case ADD ->
          (a, ao, b, bo, r, ro, n) -> {
            var i = 0;
            for (; i <= n - L; i += L) {
              fromArray(S, a, ao + i).add(fromArray(S, b, bo + i)).intoArray(r, ro + i);
            }
            for (; i < n; i++) {
              r[ro + i] = a[ao + i] + b[bo + i];
            }
          };
      case SUBTRACT ->
          (a, ao, b, bo, r, ro, n) -> {
            var i = 0;
            for (; i <= n - L; i += L) {
              fromArray(S, a, ao + i).sub(fromArray(S, b, bo + i)).intoArray(r, ro + i);
            }
            for (; i < n; i++) {
              r[ro + i] = a[ao + i] - b[bo + i];
            }
          };
      case MULTIPLY, AND ->
          (a, ao, b, bo, r, ro, n) -> {
            var i = 0;
            for (; i <= n - L; i += L) {
              fromArray(S, a, ao + i).mul(fromArray(S, b, bo + i)).intoArray(r, ro + i);
            }
            for (; i < n; i++) {
              r[ro + i] = a[ao + i] * b[bo + i];
            }
          };
      case DIVIDE ->
          (a, ao, b, bo, r, ro, n) -> {
            var i = 0;
            for (; i <= n - L; i += L) {
              fromArray(S, a, ao + i).div(fromArray(S, b, bo + i)).intoArray(r, ro + i);
            }
            for (; i < n; i++) {
              r[ro + i] = a[ao + i] / b[bo + i];
            }
          };
      case MAXIMUM, OR ->
          (a, ao, b, bo, r, ro, n) -> {
            var i = 0;
            for (; i <= n - L; i += L) {
              fromArray(S, a, ao + i).max(fromArray(S, b, bo + i)).intoArray(r, ro + i);
            }
            for (; i < n; i++) {
              r[ro + i] = Math.max(a[ao + i], b[bo + i]);
            }
          };
      case MINIMUM ->
          (a, ao, b, bo, r, ro, n) -> {
            var i = 0;
            for (; i <= n - L; i += L) {
              fromArray(S, a, ao + i).min(fromArray(S, b, bo + i)).intoArray(r, ro + i);
            }
            for (; i < n; i++) {
              r[ro + i] = Math.min(a[ao + i], b[bo + i]);
            }
          };
      case POWER -> throw new IllegalArgumentException(function + " has no vector loop");
    };
  }

  /** The loop of a relation; the result is a mask of 1 where it holds and 0 elsewhere. */
  public static Two compare(Compare.Relation relation) {
    return switch (relation) {
      case EQUAL ->
          (a, ao, b, bo, r, ro, n) -> {
            var i = 0;
            for (; i <= n - L; i += L) {
              var holds =
                  fromArray(S, a, ao + i).compare(VectorOperators.EQ, fromArray(S, b, bo + i));
              ZERO.blend(ONE, holds).intoArray(r, ro + i);
            }
            for (; i < n; i++) {
              r[ro + i] = a[ao + i] == b[bo + i] ? 1 : 0;
            }
          };
      case NOT_EQUAL ->
          (a, ao, b, bo, r, ro, n) -> {
            var i = 0;
            for (; i <= n - L; i += L) {
              var holds =
                  fromArray(S, a, ao + i).compare(VectorOperators.NE, fromArray(S, b, bo + i));
              ZERO.blend(ONE, holds).intoArray(r, ro + i);
            }
            for (; i < n; i++) {
              r[ro + i] = a[ao + i] != b[bo + i] ? 1 : 0;
            }
          };
      case LESS ->
          (a, ao, b, bo, r, ro, n) -> {
            var i = 0;
            for (; i <= n - L; i += L) {
              var holds =
                  fromArray(S, a, ao + i).compare(VectorOperators.LT, fromArray(S, b, bo + i));
              ZERO.blend(ONE, holds).intoArray(r, ro + i);
            }
            for (; i < n; i++) {
              r[ro + i] = a[ao + i] < b[bo + i] ? 1 : 0;
            }
          };
      case LESS_EQUAL ->
          (a, ao, b, bo, r, ro, n) -> {
            var i = 0;
            for (; i <= n - L; i += L) {
              var holds =
                  fromArray(S, a, ao + i).compare(VectorOperators.LE, fromArray(S, b, bo + i));
              ZERO.blend(ONE, holds).intoArray(r, ro + i);
            }
            for (; i < n; i++) {
              r[ro + i] = a[ao + i] <= b[bo + i] ? 1 : 0;
            }
          };
      case GREATER ->
          (a, ao, b, bo, r, ro, n) -> {
            var i = 0;
            for (; i <= n - L; i += L) {
              var holds =
                  fromArray(S, a, ao + i).compare(VectorOperators.GT, fromArray(S, b, bo + i));
              ZERO.blend(ONE, holds).intoArray(r, ro + i);
            }
            for (; i < n; i++) {
              r[ro + i] = a[ao + i] > b[bo + i] ? 1 : 0;
            }
          };
      case GREATER_EQUAL ->
          (a, ao, b, bo, r, ro, n) -> {
            var i = 0;
            for (; i <= n - L; i += L) {
              var holds =
                  fromArray(S, a, ao + i).compare(VectorOperators.GE, fromArray(S, b, bo + i));
              ZERO.blend(ONE, holds).intoArray(r, ro + i);
            }
            for (; i < n; i++) {
              r[ro + i] = a[ao + i] >= b[bo + i] ? 1 : 0;
            }
          };
    };
  }

  /** {@code mask != 0 ? b : c}. */
  public static Three select() {
    return (mask, mo, b, bo, c, co, r, ro, n) -> {
      var i = 0;
      for (; i <= n - L; i += L) {
        var holds = fromArray(S, mask, mo + i).compare(VectorOperators.NE, ZERO);
        fromArray(S, c, co + i).blend(fromArray(S, b, bo + i), holds).intoArray(r, ro + i);
      }
      for (; i < n; i++) {
        r[ro + i] = mask[mo + i] != 0 ? b[bo + i] : c[co + i];
      }
    };
  }
}
