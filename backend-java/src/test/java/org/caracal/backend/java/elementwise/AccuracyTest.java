package org.caracal.backend.java.elementwise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.caracal.array.DType;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;
import org.caracal.backend.ElementwiseProgram;
import org.caracal.backend.java.parallel.Workspace;
import org.caracal.graph.Unary;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The stated errors, in units in the last place of the result, against functions that are good to
 * about one such unit of a double.
 */
class AccuracyTest {
  private static final int BLOCK = 4096;

  private record Case(Unary.Function function, DoubleUnaryOperator exact, double bound) {}

  @TestFactory
  Stream<DynamicTest> float32() {
    return Stream.of(
            new Case(Unary.Function.EXP, StrictMath::exp, 1),
            new Case(Unary.Function.EXPM1, StrictMath::expm1, 1.5),
            new Case(Unary.Function.LOG, StrictMath::log, 0.9),
            new Case(Unary.Function.LOG1P, StrictMath::log1p, 2.5),
            new Case(Unary.Function.SIN, StrictMath::sin, 1.5),
            new Case(Unary.Function.COS, StrictMath::cos, 1.5),
            new Case(Unary.Function.SIGMOID, AccuracyTest::sigmoid, 2))
        .map(test -> DynamicTest.dynamicTest(test.function.toString(), () -> checkFloats(test)));
  }

  /** Functions that are made of operators. */
  @TestFactory
  Stream<DynamicTest> operators() {
    return Stream.of(
            new Case(Unary.Function.TANH, StrictMath::tanh, 5.5),
            new Case(Unary.Function.ERF, AccuracyTest::erf, 6))
        .map(test -> DynamicTest.dynamicTest(test.function.toString(), () -> checkProgram(test)));
  }

  private static void checkProgram(Case test) {
    var shape = Shape.of(BLOCK);
    var step = new ElementwiseProgram.Step(new Unary(test.function), List.of(0), DType.FLOAT32);
    var inputs = List.of(new TensorType(DType.FLOAT32, shape));
    var program =
        new CompiledProgram(
            new ElementwiseProgram(shape, inputs, List.of(step), List.of(1)),
            new ElementwiseLoops(),
            new Workspace(),
            1);
    checkFloats(
        test,
        (x, y) -> {
          program.bind(new Object[] {x}, new Object[] {y});
          program.run(0, 0, BLOCK);
        });
  }

  private static void checkFloats(Case test) {
    var passes = new FloatFunctions(new FloatBits()).passes(test.function);
    var scratch = new float[FloatFunctions.BLOCKS][BLOCK];
    checkFloats(test, (x, y) -> passes.run(x, y, BLOCK, scratch));
  }

  private static void checkFloats(Case test, BiConsumer<float[], float[]> function) {
    var x = new float[BLOCK];
    var y = new float[BLOCK];
    var worst = 0.0;
    var at = 0f;
    // a prime step through all bit patterns
    long bits = Integer.MIN_VALUE;
    while (bits <= Integer.MAX_VALUE) {
      for (var i = 0; i < BLOCK; i++, bits += 4001) {
        x[i] = Float.intBitsToFloat((int) bits);
      }
      function.accept(x, y);
      for (var i = 0; i < BLOCK; i++) {
        var error = error(y[i], test.exact.applyAsDouble(x[i]));
        if (!(error <= worst)) {
          worst = error;
          at = x[i];
        }
      }
    }
    assertTrue(worst <= test.bound, test.function + " of " + at + " is wrong by " + worst + " ulp");
  }

  private static double error(float actual, double expected) {
    var rounded = (float) expected;
    if (Float.floatToIntBits(actual) == Float.floatToIntBits(rounded) && !Float.isFinite(actual)) {
      return 0;
    }
    var difference = Math.abs(actual - expected);
    // what the functions say of results next to 0
    if (actual == 0 && difference < 1.7e-38 || difference < 1e-10 && Math.abs(expected) < 1e-4) {
      return Math.min(1, difference / Math.ulp(rounded));
    }
    return difference / Math.ulp(rounded);
  }

  @TestFactory
  Stream<DynamicTest> float64() {
    return Stream.of(
            new Case(Unary.Function.EXP, StrictMath::exp, 2),
            new Case(Unary.Function.EXPM1, StrictMath::expm1, 2.5),
            new Case(Unary.Function.LOG, StrictMath::log, 2),
            new Case(Unary.Function.LOG1P, StrictMath::log1p, 3),
            new Case(Unary.Function.SIN, StrictMath::sin, 0),
            new Case(Unary.Function.COS, StrictMath::cos, 0),
            new Case(Unary.Function.TANH, StrictMath::tanh, 4),
            new Case(Unary.Function.SIGMOID, AccuracyTest::sigmoid, 3.5),
            new Case(Unary.Function.ERF, AccuracyTest::erf, 5))
        .map(test -> DynamicTest.dynamicTest(test.function.toString(), () -> checkDoubles(test)));
  }

  private static void checkDoubles(Case test) {
    var x = Operands.doubles(2, 300_000);
    var y = new double[x.length];
    var scratch = new double[DoubleFunctions.BLOCKS][x.length];
    new DoubleFunctions(new DoubleBits()).passes(test.function).run(x, y, x.length, scratch);
    var worst = 0.0;
    var at = 0.0;
    for (var i = 0; i < x.length; i++) {
      var expected = test.exact.applyAsDouble(x[i]);
      var same = Double.compare(y[i], expected) == 0;
      var difference = Math.abs(y[i] - expected);
      var error = same || y[i] == 0 && difference < 3.2e-308 ? 0 : difference / Math.ulp(expected);
      if (!(error <= worst)) {
        worst = error;
        at = x[i];
      }
    }
    assertTrue(worst <= test.bound, test.function + " of " + at + " is wrong by " + worst + " ulp");
  }

  @Test
  void powersOfTwoAreSquares() {
    var a = new float[] {-3, 0.1f, Float.NaN, Float.NEGATIVE_INFINITY};
    var r = new float[4];
    FloatLoops.power().run(a, new float[] {2, 2, 2, 2}, r, 4);
    assertEquals(9, r[0]);
    assertEquals(0.1f * 0.1f, r[1]);
    assertEquals(Float.NaN, r[2]);
    assertEquals(Float.POSITIVE_INFINITY, r[3]);
  }

  /** Exact for negative x too, where {@code 1 + e^-x} may not be a number. */
  private static double sigmoid(double x) {
    var e = StrictMath.exp(-Math.abs(x));
    return (x >= 0 ? 1 : e) / (1 + e);
  }

  /**
   * Below 1.5 the series {@code 2/sqrt(pi) e^-x^2 sum 2^n x^(2n+1) / (2n+1)!!}, above the continued
   * fraction of 1 - erf.
   */
  private static double erf(double x) {
    var z = Math.abs(x);
    if (!(z < 6)) {
      return Double.isNaN(x) ? x : Math.signum(x);
    }
    var sum = 0.0;
    for (var n = z < 1.5 ? 40 : 500; n > 0; n--) {
      sum = z < 1.5 ? 2 * z * z / (2 * n + 1) * (1 + sum) : 0.5 * n / (z + sum);
    }
    var factor = 2 / StrictMath.sqrt(Math.PI) * StrictMath.exp(-z * z);
    return Math.copySign(z < 1.5 ? factor * z * (1 + sum) : 1 - 0.5 * factor / (z + sum), x);
  }
}
