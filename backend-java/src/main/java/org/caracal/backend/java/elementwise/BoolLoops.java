package org.caracal.backend.java.elementwise;

import org.caracal.graph.Binary;
import org.caracal.graph.Compare;

/** Elementwise functions over blocks of {@code bool}. */
final class BoolLoops {
  private BoolLoops() {}

  static Instruction.Loop not() {
    return (f, in, out) -> {
      var a = f.bytes(in[0]);
      var r = f.bytes(out);
      for (var i = 0; i < f.length; i++) {
        r[f.offsets[out] + i] = (byte) (1 - a[f.offsets[in[0]] + i]);
      }
    };
  }

  static Instruction.Loop binary(Binary.Function function) {
    return switch (function) {
      case AND -> two((a, b) -> a & b);
      case OR -> two((a, b) -> a | b);
      default -> throw new IllegalArgumentException(function + " is not for bool");
    };
  }

  static Instruction.Loop compare(Compare.Relation relation) {
    return switch (relation) {
      case EQUAL -> two((a, b) -> a == b ? 1 : 0);
      case NOT_EQUAL -> two((a, b) -> a ^ b);
      case LESS -> two((a, b) -> a < b ? 1 : 0);
      case LESS_EQUAL -> two((a, b) -> a <= b ? 1 : 0);
      case GREATER -> two((a, b) -> a > b ? 1 : 0);
      case GREATER_EQUAL -> two((a, b) -> a >= b ? 1 : 0);
    };
  }

  static Instruction.Loop select() {
    return (f, in, out) -> {
      var mask = f.bytes(in[0]);
      var b = f.bytes(in[1]);
      var c = f.bytes(in[2]);
      var r = f.bytes(out);
      for (var i = 0; i < f.length; i++) {
        r[f.offsets[out] + i] =
            mask[f.offsets[in[0]] + i] != 0 ? b[f.offsets[in[1]] + i] : c[f.offsets[in[2]] + i];
      }
    };
  }

  private interface Two {
    int apply(int a, int b);
  }

  private static Instruction.Loop two(Two function) {
    return (f, in, out) -> {
      var a = f.bytes(in[0]);
      var b = f.bytes(in[1]);
      var r = f.bytes(out);
      for (var i = 0; i < f.length; i++) {
        r[f.offsets[out] + i] =
            (byte) function.apply(a[f.offsets[in[0]] + i], b[f.offsets[in[1]] + i]);
      }
    };
  }
}
