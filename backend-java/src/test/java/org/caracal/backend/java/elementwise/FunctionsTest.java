package org.caracal.backend.java.elementwise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import org.caracal.array.DType;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;
import org.caracal.backend.ElementwiseProgram;
import org.caracal.backend.java.parallel.Workspace;
import org.caracal.graph.Unary;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Functions give the same bits with vectors and without, for any number of elements. */
class FunctionsTest {
  private static final String OTHERS = "NEGATE|ABS|SIGN|FLOOR|RECIPROCAL|SQRT|NOT";

  @ParameterizedTest
  @EnumSource(mode = Mode.MATCH_NONE, names = OTHERS + "|TANH|ERF")
  void float32(Unary.Function function) {
    var plain = new FloatFunctions(new FloatBits()).passes(function);
    var vector = new FloatFunctions(new VectorFloatBits()).passes(function);
    var a = Operands.floats(1, 20_000);
    var scratch = new float[FloatFunctions.BLOCKS][a.length];
    var expected = new float[a.length];
    plain.run(a, expected, a.length, scratch);
    var whole = a.clone();
    vector.run(whole, whole, a.length, scratch);
    assertArrayEquals(expected, whole);
    for (var from = 0; from < a.length; from += 37) {
      var count = Math.min(37, a.length - from);
      var some = Arrays.copyOfRange(a, from, from + count);
      vector.run(some, some, count, scratch);
      assertArrayEquals(Arrays.copyOfRange(expected, from, from + count), some);
    }
    for (var n = 0; n < 40; n++) {
      whole[n] = 7;
      vector.run(a, whole, n, scratch);
      assertEquals(7, whole[n], "writes no further than asked");
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.MATCH_NONE, names = OTHERS)
  void float64(Unary.Function function) {
    var plain = new DoubleFunctions(new DoubleBits()).passes(function);
    var vector = new DoubleFunctions(new VectorDoubleBits()).passes(function);
    var a = Operands.doubles(1, 20_000);
    var scratch = new double[DoubleFunctions.BLOCKS][a.length];
    var expected = new double[a.length];
    plain.run(a, expected, a.length, scratch);
    var whole = a.clone();
    vector.run(whole, whole, a.length, scratch);
    assertArrayEquals(expected, whole);
    for (var from = 0; from < a.length; from += 37) {
      var count = Math.min(37, a.length - from);
      var some = Arrays.copyOfRange(a, from, from + count);
      vector.run(some, some, count, scratch);
      assertArrayEquals(Arrays.copyOfRange(expected, from, from + count), some);
    }
    for (var n = 0; n < 40; n++) {
      whole[n] = 7;
      vector.run(a, whole, n, scratch);
      assertEquals(7, whole[n], "writes no further than asked");
    }
  }

  /** With vectors, some functions are operators, which are fused with others. */
  @ParameterizedTest
  @EnumSource(names = {"EXP", "SIGMOID"})
  void operatorsGiveTheBitsOfPasses(Unary.Function function) {
    var a = Operands.floats(1, 20_000);
    var expected = new float[a.length];
    new FloatFunctions(new FloatBits())
        .passes(function)
        .run(a, expected, a.length, new float[FloatFunctions.BLOCKS][a.length]);
    var shape = Shape.of(a.length);
    var step = new ElementwiseProgram.Step(new Unary(function), List.of(0), DType.FLOAT32);
    var inputs = List.of(new TensorType(DType.FLOAT32, shape));
    var program =
        new CompiledProgram(
            new ElementwiseProgram(shape, inputs, List.of(step), List.of(1)),
            new VectorElementwiseLoops(),
            new Workspace(),
            1);
    var actual = new float[a.length];
    program.bind(new Object[] {a}, new Object[] {actual});
    program.run(0, 0, a.length);
    assertArrayEquals(expected, actual);
  }
}
