package org.caracal.core.reference;

import org.caracal.graph.Binary;
import org.caracal.graph.Compare;
import org.caracal.graph.Unary;

/** Elementwise primitives. */
final class ElementwiseKernels {
  private ElementwiseKernels() {}

  static ReferenceKernel unary(Unary.Function function) {
    return (in, out) -> {
      for (var i = 0; i < out.size(); i++) {
        if (out.type().dtype().isInteger()) {
          out.setLong(i, unary(function, in[0].getLong(i)));
        } else {
          out.set(i, unary(function, in[0].get(i)));
        }
      }
    };
  }

  private static long unary(Unary.Function function, long x) {
    return switch (function) {
      case NEGATE -> -x;
      case ABS -> Math.abs(x);
      case SIGN -> Long.signum(x);
      default -> throw new IllegalArgumentException(function + " of integers");
    };
  }

  private static double unary(Unary.Function function, double x) {
    return switch (function) {
      case NEGATE -> -x;
      case ABS -> Math.abs(x);
      case SIGN -> Math.signum(x);
      case FLOOR -> Math.floor(x);
      case RECIPROCAL -> 1 / x;
      case SQRT -> Math.sqrt(x);
      case EXP -> Math.exp(x);
      case EXPM1 -> Math.expm1(x);
      case LOG -> Math.log(x);
      case LOG1P -> Math.log1p(x);
      case SIN -> Math.sin(x);
      case COS -> Math.cos(x);
      case TANH -> Math.tanh(x);
      case SIGMOID -> 1 / (1 + Math.exp(-x));
      case ERF -> erf(x);
      case NOT -> x == 0 ? 1 : 0;
    };
  }

  /**
   * {@code 2 / sqrt(pi) e^(-x^2) sum_n 2^n x^(2n + 1) / (2n + 1)!!}: no cancellation, all terms
   * have one sign.
   */
  static double erf(double x) {
    if (!(Math.abs(x) < 6)) {
      return Math.signum(x);
    }
    var term = x;
    var sum = x;
    for (var n = 1; Math.abs(term) > 1e-18 * Math.abs(sum); n++) {
      term *= 2 * x * x / (2 * n + 1);
      sum += term;
    }
    return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
  }

  static ReferenceKernel binary(Binary.Function function) {
    return (in, out) -> {
      for (var i = 0; i < out.size(); i++) {
        if (out.type().dtype().isInteger()) {
          out.setLong(i, binary(function, in[0].getLong(i), in[1].getLong(i)));
        } else {
          out.set(i, binary(function, in[0].get(i), in[1].get(i)));
        }
      }
    };
  }

  private static long binary(Binary.Function function, long a, long b) {
    return switch (function) {
      case ADD -> a + b;
      case SUBTRACT -> a - b;
      case MULTIPLY -> a * b;
      case DIVIDE -> a / b;
      case MAXIMUM -> Math.max(a, b);
      case MINIMUM -> Math.min(a, b);
      default -> throw new IllegalArgumentException(function + " of integers");
    };
  }

  private static double binary(Binary.Function function, double a, double b) {
    return switch (function) {
      case ADD -> a + b;
      case SUBTRACT -> a - b;
      case MULTIPLY -> a * b;
      case DIVIDE -> a / b;
      case POWER -> Math.pow(a, b);
      case MAXIMUM -> Math.max(a, b);
      case MINIMUM -> Math.min(a, b);
      case AND -> a != 0 && b != 0 ? 1 : 0;
      case OR -> a != 0 || b != 0 ? 1 : 0;
    };
  }

  static ReferenceKernel compare(Compare.Relation relation) {
    return (in, out) -> {
      for (var i = 0; i < out.size(); i++) {
        var holds =
            in[0].type().dtype().isInteger()
                ? compare(relation, Long.compare(in[0].getLong(i), in[1].getLong(i)), 0)
                : compare(relation, in[0].get(i), in[1].get(i));
        out.set(i, holds ? 1 : 0);
      }
    };
  }

  private static boolean compare(Compare.Relation relation, double a, double b) {
    return switch (relation) {
      case EQUAL -> a == b;
      case NOT_EQUAL -> a != b;
      case LESS -> a < b;
      case LESS_EQUAL -> a <= b;
      case GREATER -> a > b;
      case GREATER_EQUAL -> a >= b;
    };
  }

  static void select(Elements[] in, Elements out) {
    for (var i = 0; i < out.size(); i++) {
      out.copy(i, in[0].get(i) != 0 ? in[1] : in[2], i);
    }
  }

  static void cast(Elements[] in, Elements out) {
    for (var i = 0; i < out.size(); i++) {
      if (in[0].type().dtype().isInteger()) {
        out.setLong(i, in[0].getLong(i));
      } else {
        out.set(i, in[0].get(i));
      }
    }
  }
}
