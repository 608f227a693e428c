package org.caracal.backend.java.elementwise;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.caracal.graph.Binary;
import org.caracal.graph.Compare;
import org.caracal.graph.Unary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Vectors give the bits of the plain loops, whatever the offsets and the number of elements. */
class VectorFloatLoopsTest {
  private static final int[] ROTATIONS = {0, 1, 2, 5, 11, 23, 61, 977};

  private final float[] a = Operands.floats(1, 20_000);
  private final float[][] scratch = new float[FloatFunctions.BLOCKS][a.length];
  private final float[] expected = new float[a.length];
  private final float[] actual = new float[a.length + 1];

  @ParameterizedTest
  @EnumSource
  void unary(Unary.Function function) {
    if (ElementwiseLoops.isInPasses(function)) {
      passes(function);
      return;
    }
    FloatLoops.unary(function).run(a, expected, a.length);
    VectorFloatLoops.unary(function).run(a, 0, actual, 1, a.length);
    check(1);
    System.arraycopy(a, 0, actual, 0, a.length);
    VectorFloatLoops.unary(function).run(actual, 0, actual, 0, a.length);
    check(0);
    for (var n = 0; n < 40; n++) {
      actual[n] = 7;
      VectorFloatLoops.unary(function).run(a, 0, actual, 0, n);
      assertEquals(7, actual[n], "writes no further than asked");
    }
    actual[39] = expected[39];
    check(0);
  }

  private void passes(Unary.Function function) {
    var plain = new FloatFunctions(new FloatBits()).passes(function);
    var vector = new FloatFunctions(new VectorFloatBits()).passes(function);
    plain.run(a, expected, a.length, scratch);
    System.arraycopy(a, 0, actual, 0, a.length);
    vector.run(actual, actual, a.length, scratch);
    check(0);
    for (var from = 0; from < a.length; from += 37) {
      var some = java.util.Arrays.copyOfRange(a, from, from + 37);
      vector.run(some, some, 37, scratch);
      System.arraycopy(some, 0, actual, from, Math.min(37, a.length - from));
    }
    check(0);
    for (var n = 0; n < 40; n++) {
      actual[n] = 7;
      vector.run(a, actual, n, scratch);
      assertEquals(7, actual[n], "writes no further than asked");
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "POWER")
  void binary(Binary.Function function) {
    for (var rotation : ROTATIONS) {
      var b = Operands.rotated(a, rotation);
      FloatLoops.binary(function).run(a, b, expected, a.length);
      VectorFloatLoops.binary(function).run(a, 0, b, 0, actual, 1, a.length);
      check(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void compare(Compare.Relation relation) {
    for (var rotation : ROTATIONS) {
      var b = Operands.rotated(a, rotation);
      FloatLoops.compare(relation).run(a, b, expected, a.length);
      VectorFloatLoops.compare(relation).run(a, 0, b, 0, actual, 1, a.length);
      check(1);
    }
  }

  @Test
  void select() {
    var mask = new float[a.length];
    FloatLoops.compare(Compare.Relation.LESS).run(a, Operands.rotated(a, 7), mask, a.length);
    var c = Operands.rotated(a, 3);
    FloatLoops.select().run(mask, a, c, expected, a.length);
    VectorFloatLoops.select().run(mask, 0, a, 0, c, 0, actual, 1, a.length);
    check(1);
  }

  private void check(int offset) {
    for (var i = 0; i < expected.length; i++) {
      var at = i;
      assertEquals(
          Float.floatToIntBits(expected[i]),
          Float.floatToIntBits(actual[offset + i]),
          () -> "of " + a[at] + ": " + expected[at] + " and " + actual[offset + at]);
    }
  }
}
