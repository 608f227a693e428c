package org.caracal.backend.java.elementwise;

import org.caracal.graph.Binary;
import org.caracal.graph.Compare;
import org.caracal.graph.Unary;

/** Elementwise functions over blocks of {@code int32}. */
final class IntLoops {
  private IntLoops() {}

  static Instruction.Loop unary(Unary.Function function) {
    return switch (function) {
      case NEGATE -> one(a -> -a);
      case ABS -> one(Math::abs);
      case SIGN -> one(a -> a > 0 ? 1 : a < 0 ? -1 : 0);
      default -> throw new IllegalArgumentException(function + " is not for integers");
    };
  }

  static Instruction.Loop binary(Binary.Function function) {
    return switch (function) {
      case ADD -> two((a, b) -> a + b);
      case SUBTRACT -> two((a, b) -> a - b);
      case MULTIPLY -> two((a, b) -> a * b);
      case DIVIDE -> two((a, b) -> a / b);
      case MAXIMUM -> two(Math::max);
      case MINIMUM -> two(Math::min);
      default -> throw new IllegalArgumentException(function + " is not for integers");
    };
  }

  static Instruction.Loop compare(Compare.Relation relation) {
    return switch (relation) {
      case EQUAL -> test((a, b) -> a == b);
      case NOT_EQUAL -> test((a, b) -> a != b);
      case LESS -> test((a, b) -> a < b);
      case LESS_EQUAL -> test((a, b) -> a <= b);
      case GREATER -> test((a, b) -> a > b);
      case GREATER_EQUAL -> test((a, b) -> a >= b);
    };
  }

  static Instruction.Loop select() {
    return (f, in, out) -> {
      var mask = f.bytes(in[0]);
      var b = f.ints(in[1]);
      var c = f.ints(in[2]);
      var r = f.ints(out);
      for (var i = 0; i < f.length; i++) {
        r[f.offsets[out] + i] =
            mask[f.offsets[in[0]] + i] != 0 ? b[f.offsets[in[1]] + i] : c[f.offsets[in[2]] + i];
      }
    };
  }

  private interface One {
    int apply(int a);
  }

  private interface Two {
    int apply(int a, int b);
  }

  private interface Test {
    boolean apply(int a, int b);
  }

  private static Instruction.Loop one(One function) {
    return (f, in, out) -> {
      var a = f.ints(in[0]);
      var r = f.ints(out);
      var ao = f.offsets[in[0]];
      var ro = f.offsets[out];
      for (var i = 0; i < f.length; i++) {
        r[ro + i] = function.apply(a[ao + i]);
      }
    };
  }

  private static Instruction.Loop two(Two function) {
    return (f, in, out) -> {
      var a = f.ints(in[0]);
      var b = f.ints(in[1]);
      var r = f.ints(out);
      var ao = f.offsets[in[0]];
      var bo = f.offsets[in[1]];
      var ro = f.offsets[out];
      for (var i = 0; i < f.length; i++) {
        r[ro + i] = function.apply(a[ao + i], b[bo + i]);
      }
    };
  }

  private static Instruction.Loop test(Test function) {
    return (f, in, out) -> {
      var a = f.ints(in[0]);
      var b = f.ints(in[1]);
      var r = f.bytes(out);
      var ao = f.offsets[in[0]];
      var bo = f.offsets[in[1]];
      var ro = f.offsets[out];
      for (var i = 0; i < f.length; i++) {
        r[ro + i] = (byte) (function.apply(a[ao + i], b[bo + i]) ? 1 : 0);
      }
    };
  }
}
