package org.caracal.backend.java.elementwise;

import org.caracal.graph.Binary;
import org.caracal.graph.Compare;
import org.caracal.graph.Unary;

/** Elementwise functions over blocks of {@code int64}, which start at index 0 of their arrays. */
final class LongLoops {
  private interface One {
    void run(long[] a, long[] r, int n);
  }

  private interface Two {
    void run(long[] a, long[] b, long[] r, int n);
  }

  private interface Test {
    void run(long[] a, long[] b, byte[] r, int n);
  }

  private LongLoops() {}

  static Instruction.Loop unary(Unary.Function function) {
    One loop = one(function);
    return (f, in, out) -> loop.run(f.longs(in[0]), f.longs(out), f.length);
  }

  static Instruction.Loop binary(Binary.Function function) {
    Two loop = two(function);
    return (f, in, out) -> loop.run(f.longs(in[0]), f.longs(in[1]), f.longs(out), f.length);
  }

  static Instruction.Loop compare(Compare.Relation relation) {
    Test loop = test(relation);
    return (f, in, out) -> loop.run(f.longs(in[0]), f.longs(in[1]), f.bytes(out), f.length);
  }

  static Instruction.Loop select() {
    return (f, in, out) ->
        select(f.bytes(in[0]), f.longs(in[1]), f.longs(in[2]), f.longs(out), f.length);
  }

  private static void select(byte[] mask, long[] b, long[] c, long[] r, int n) {
    for (var i = 0; i < n; i++) {
      r[i] = mask[i] != 0 ? b[i] : c[i];
    }
  }

  private static One one(Unary.Function function) {
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
              r[i] = Long.signum(a[i]);
            }
          };
      default -> throw new IllegalArgumentException(function + " is not for integers");
    };
  }

  private static Two two(Binary.Function function) {
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
      case MULTIPLY ->
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
      case MAXIMUM ->
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
      default -> throw new IllegalArgumentException(function + " is not for integers");
    };
  }

  private static Test test(Compare.Relation relation) {
    return switch (relation) {
      case EQUAL ->
          (a, b, r, n) -> {
            for (var i = 0; i < n; i++) {
              r[i] = (byte) (a[i] == b[i] ? 1 : 0);
            }
          };
      case NOT_EQUAL ->
          (a, b, r, n) -> {
            for (var i = 0; i < n; i++) {
              r[i] = (byte) (a[i] != b[i] ? 1 : 0);
            }
          };
      case LESS ->
          (a, b, r, n) -> {
            for (var i = 0; i < n; i++) {
              r[i] = (byte) (a[i] < b[i] ? 1 : 0);
            }
          };
      case LESS_EQUAL ->
          (a, b, r, n) -> {
            for (var i = 0; i < n; i++) {
              r[i] = (byte) (a[i] <= b[i] ? 1 : 0);
            }
          };
      case GREATER ->
          (a, b, r, n) -> {
            for (var i = 0; i < n; i++) {
              r[i] = (byte) (a[i] > b[i] ? 1 : 0);
            }
          };
      case GREATER_EQUAL ->
          (a, b, r, n) -> {
            for (var i = 0; i < n; i++) {
              r[i] = (byte) (a[i] >= b[i] ? 1 : 0);
            }
          };
    };
  }
}
