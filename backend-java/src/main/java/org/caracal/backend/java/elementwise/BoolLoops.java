package org.caracal.backend.java.elementwise;

import org.caracal.graph.Binary;
import org.caracal.graph.Compare;

/**
 * Elementwise functions over blocks of {@code bool}, which start at index 0 of their arrays. Truth
 * values are bytes of 0 or 1.
 */
final class BoolLoops {
  private interface Two {
    void run(byte[] a, byte[] b, byte[] r, int n);
  }

  private BoolLoops() {}

  static Instruction.Loop not() {
    return (f, in, out) -> not(f.bytes(in[0]), f.bytes(out), f.length);
  }

  static Instruction.Loop binary(Binary.Function function) {
    return of(
        switch (function) {
          case AND -> BoolLoops::and;
          case OR -> BoolLoops::or;
          default -> throw new IllegalArgumentException(function + " is not for bool");
        });
  }

  static Instruction.Loop compare(Compare.Relation relation) {
    return of(
        switch (relation) {
          case EQUAL -> BoolLoops::equal;
          case NOT_EQUAL -> BoolLoops::notEqual;
          case LESS -> BoolLoops::less;
          case LESS_EQUAL -> BoolLoops::lessOrEqual;
          case GREATER -> (a, b, r, n) -> less(b, a, r, n);
          case GREATER_EQUAL -> (a, b, r, n) -> lessOrEqual(b, a, r, n);
        });
  }

  static Instruction.Loop select() {
    return (f, in, out) ->
        select(f.bytes(in[0]), f.bytes(in[1]), f.bytes(in[2]), f.bytes(out), f.length);
  }

  private static Instruction.Loop of(Two loop) {
    return (f, in, out) -> loop.run(f.bytes(in[0]), f.bytes(in[1]), f.bytes(out), f.length);
  }

  private static void not(byte[] a, byte[] r, int n) {
    for (var i = 0; i < n; i++) {
      r[i] = (byte) (1 - a[i]);
    }
  }

  private static void and(byte[] a, byte[] b, byte[] r, int n) {
    for (var i = 0; i < n; i++) {
      r[i] = (byte) (a[i] & b[i]);
    }
  }

  private static void or(byte[] a, byte[] b, byte[] r, int n) {
    for (var i = 0; i < n; i++) {
      r[i] = (byte) (a[i] | b[i]);
    }
  }

  private static void equal(byte[] a, byte[] b, byte[] r, int n) {
    for (var i = 0; i < n; i++) {
      r[i] = (byte) (a[i] ^ b[i] ^ 1);
    }
  }

  private static void notEqual(byte[] a, byte[] b, byte[] r, int n) {
    for (var i = 0; i < n; i++) {
      r[i] = (byte) (a[i] ^ b[i]);
    }
  }

  private static void less(byte[] a, byte[] b, byte[] r, int n) {
    for (var i = 0; i < n; i++) {
      r[i] = (byte) ((a[i] ^ 1) & b[i]);
    }
  }

  private static void lessOrEqual(byte[] a, byte[] b, byte[] r, int n) {
    for (var i = 0; i < n; i++) {
      r[i] = (byte) (a[i] ^ 1 | b[i]);
    }
  }

  private static void select(byte[] mask, byte[] b, byte[] c, byte[] r, int n) {
    for (var i = 0; i < n; i++) {
      r[i] = (byte) (b[i] & -mask[i] | c[i] & mask[i] - 1);
    }
  }
}
