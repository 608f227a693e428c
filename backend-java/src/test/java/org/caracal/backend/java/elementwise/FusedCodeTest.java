package org.caracal.backend.java.elementwise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import jdk.incubator.vector.FloatVector;
import org.caracal.array.DType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Generated loops give the bits of plain Java, over elements as over vectors. */
class FusedCodeTest {
  private static final int LANES = FloatVector.SPECIES_PREFERRED.length();

  /** The input that has an offset of its own where the others have one in common. */
  private static final int APART = 1;

  private static final int[] ROTATIONS = {0, 1, 2, 5, 11, 23, 61, 977};

  /** Some steps on slots: inputs, one number, constants, and what is computed. */
  private static final class Case {
    final DType dtype;
    final Slots slots = new Slots();
    final List<Fused.Step> steps = new ArrayList<>();
    final List<Integer> writes = new ArrayList<>();
    final int inputs;

    Case(DType dtype, int inputs) {
      this.dtype = dtype;
      this.inputs = inputs;
      for (var i = 0; i < inputs; i++) {
        slots.input(dtype, i, false, i == APART);
      }
      slots.input(dtype, inputs, true, false);
    }

    int step(FusedOperator operator, Integer... operands) {
      var result = slots.temporary(dtype);
      steps.add(new Fused.Step(operator, List.of(operands), result));
      return result;
    }

    Fused fused() {
      return new Fused(dtype, steps, writes);
    }

    /**
     * Runs each version on arrays of the inputs, the number and the results; compares the results.
     */
    void check(double[][] numbers, double number) {
      var fused = fused();
      var n = numbers[0].length;
      var expected = evaluate(numbers, number);
      var vector = FusedLoops.define(VectorCode.of(fused, slots, lanes(), false));
      var vectorLockstep = FusedLoops.define(VectorCode.of(fused, slots, lanes(), true));
      var scalar = FusedLoops.define(ScalarCode.of(fused, slots, false));
      var lockstep = FusedLoops.define(ScalarCode.of(fused, slots, true));
      compare(expected, run(scalar, numbers, number, true, n), n);
      compare(expected, run(lockstep, numbers, number, false, n), n);
      var whole = n - n % lanes();
      compare(expected, run(vector, numbers, number, true, whole), whole);
      compare(expected, run(vectorLockstep, numbers, number, false, whole), whole);
    }

    private int lanes() {
      return dtype == DType.FLOAT32 ? LANES : LANES / 2;
    }

    private Object[] run(
        FusedLoop.Code code, double[][] numbers, double number, boolean apart, int n) {
      var arrays = new Object[slots.size()];
      var offsets = new int[slots.size()];
      for (var slot = 0; slot < slots.size(); slot++) {
        var scratch = slots.get(slot).place() == Slots.Place.TEMPORARY;
        offsets[slot] = apart ? scratch ? 0 : slot % 5 : slots.get(slot).apart() ? 1 : 3;
        arrays[slot] = dtype.newArray(n + 5);
        if (slot < inputs) {
          for (var i = 0; i < n; i++) {
            set(arrays[slot], offsets[slot] + i, numbers[slot][i]);
          }
        }
      }
      set(arrays[inputs], 0, number);
      code.run(arrays, offsets, 0, n / 2 / lanes() * lanes());
      code.run(arrays, offsets, n / 2 / lanes() * lanes(), n);
      return writes.stream()
          .map(
              slot -> {
                var result = dtype.newArray(n);
                System.arraycopy(arrays[slot], offsets[slot], result, 0, n);
                return result;
              })
          .toArray();
    }

    private static void set(Object array, int index, double value) {
      if (array instanceof float[] floats) {
        floats[index] = (float) value;
      } else {
        ((double[]) array)[index] = value;
      }
    }

    private Object[] evaluate(double[][] numbers, double number) {
      var n = numbers[0].length;
      var results = writes.stream().map(slot -> dtype.newArray(n)).toArray();
      var values = new double[slots.size()];
      for (var i = 0; i < n; i++) {
        for (var slot = 0; slot < slots.size(); slot++) {
          var place = slots.get(slot);
          values[slot] =
              round(slot < inputs ? numbers[slot][i] : slot == inputs ? number : place.value());
        }
        for (var step : steps) {
          var in = step.operands().stream().mapToDouble(slot -> values[slot]).toArray();
          values[step.result()] =
              dtype == DType.FLOAT32 ? floats(step.operator(), in) : doubles(step.operator(), in);
        }
        for (var w = 0; w < results.length; w++) {
          set(results[w], i, values[writes.get(w)]);
        }
      }
      return results;
    }

    private double round(double value) {
      return dtype == DType.FLOAT32 ? (float) value : value;
    }

    private static void compare(Object[] expected, Object[] actual, int n) {
      for (var i = 0; i < expected.length; i++) {
        // equal as Float.equals has it: signs of zeros count, all not-a-numbers are one
        if (expected[i] instanceof float[] floats) {
          assertArrayEquals(java.util.Arrays.copyOf(floats, n), (float[]) actual[i]);
        } else {
          assertArrayEquals(
              java.util.Arrays.copyOf((double[]) expected[i], n), (double[]) actual[i]);
        }
      }
    }
  }

  private static float floats(FusedOperator operator, double[] in) {
    var a = (float) in[0];
    var b = in.length > 1 ? (float) in[1] : 0;
    return switch (operator) {
      case COPY -> a;
      case NEGATE -> -a;
      case ABS -> Math.abs(a);
      case SIGN -> Math.signum(a);
      case RECIPROCAL -> 1 / a;
      case SQRT -> (float) Math.sqrt(a);
      case NOT -> 1 - a;
      case ADD -> a + b;
      case SUBTRACT -> a - b;
      case MULTIPLY -> a * b;
      case DIVIDE -> a / b;
      case MAXIMUM -> Math.max(a, b);
      case MINIMUM -> Math.min(a, b);
      case FMA -> Math.fma(a, b, (float) in[2]);
      case POWER_OF_TWO -> Float.intBitsToFloat(Float.floatToRawIntBits(a) << 23);
      default -> (float) choice(operator, in);
    };
  }

  private static double doubles(FusedOperator operator, double[] in) {
    var a = in[0];
    var b = in.length > 1 ? in[1] : 0;
    return switch (operator) {
      case COPY -> a;
      case NEGATE -> -a;
      case ABS -> Math.abs(a);
      case SIGN -> Math.signum(a);
      case RECIPROCAL -> 1 / a;
      case SQRT -> Math.sqrt(a);
      case NOT -> 1 - a;
      case ADD -> a + b;
      case SUBTRACT -> a - b;
      case MULTIPLY -> a * b;
      case DIVIDE -> a / b;
      case MAXIMUM -> Math.max(a, b);
      case MINIMUM -> Math.min(a, b);
      case FMA -> Math.fma(a, b, in[2]);
      case POWER_OF_TWO -> Double.longBitsToDouble(Double.doubleToRawLongBits(a) << 52);
      default -> choice(operator, in);
    };
  }

  private static double choice(FusedOperator operator, double[] in) {
    return switch (operator) {
      case EQUAL -> in[0] == in[1] ? 1 : 0;
      case NOT_EQUAL -> in[0] != in[1] ? 1 : 0;
      case LESS -> in[0] < in[1] ? 1 : 0;
      case LESS_EQUAL -> in[0] <= in[1] ? 1 : 0;
      case GREATER -> in[0] > in[1] ? 1 : 0;
      case GREATER_EQUAL -> in[0] >= in[1] ? 1 : 0;
      case SELECT -> in[0] != 0 ? in[1] : in[2];
      default -> throw new IllegalArgumentException(operator + " is no choice");
    };
  }

  private static int operands(FusedOperator operator) {
    return switch (operator) {
      case COPY, NEGATE, ABS, SIGN, RECIPROCAL, SQRT, NOT, POWER_OF_TWO -> 1;
      case SELECT, FMA -> 3;
      default -> 2;
    };
  }

  @ParameterizedTest
  @EnumSource
  void operatorsOnAllKindsOfNumbers(FusedOperator operator) {
    for (var dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
      var test = new Case(dtype, 3);
      var operands = IntStream.range(0, operands(operator)).boxed().toArray(Integer[]::new);
      test.writes.add(test.step(operator, operands));
      var numbers = Operands.doubles(5, 3000);
      for (var rotation : ROTATIONS) {
        test.check(
            new double[][] {
              numbers, Operands.rotated(numbers, rotation), Operands.rotated(numbers, 3)
            },
            0);
      }
    }
  }

  @Test
  void constantsAndNumbersAreTheSameForAllElements() {
    for (var dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
      for (var constant : new double[] {0.0, -0.0, 1, -1, 0.1, Double.NaN, 1e-310, -1e-310, 1e39}) {
        var test = new Case(dtype, 1);
        var place = test.slots.constant(dtype, constant);
        var scaled = test.step(FusedOperator.MULTIPLY, 0, 1);
        test.writes.add(test.step(FusedOperator.ADD, scaled, place));
        test.writes.add(test.step(FusedOperator.MAXIMUM, place, 0));
        test.writes.add(test.step(FusedOperator.MAXIMUM, 0, place));
        test.writes.add(test.step(FusedOperator.MINIMUM, place, 0));
        test.writes.add(test.step(FusedOperator.MINIMUM, 0, place));
        test.check(new double[][] {Operands.doubles(6, 500)}, 0.7);
      }
    }
  }

  @Test
  void manyStepsTogether() {
    var random = new Random(7);
    for (var round = 0; round < 300; round++) {
      var test = new Case(round % 2 == 0 ? DType.FLOAT32 : DType.FLOAT64, 1 + random.nextInt(4));
      var constant = test.slots.constant(test.dtype, random.nextInt(3) - 1);
      var steps = 1 + random.nextInt(15);
      for (var i = 0; i < steps; i++) {
        var operator = FusedOperator.values()[random.nextInt(FusedOperator.values().length)];
        var known = test.slots.size();
        var operands = random.ints(operands(operator), 0, known).boxed().toArray(Integer[]::new);
        var result = test.step(operator, operands);
        if (random.nextInt(3) == 0 || i == steps - 1) {
          test.writes.add(result);
        }
      }
      // there has to be an array among the operands: where none is, the number stands in for all
      test.writes.add(test.step(FusedOperator.ADD, 0, constant));
      var numbers = Operands.doubles(round, 40);
      var inputs = new double[test.inputs][];
      for (var i = 0; i < inputs.length; i++) {
        inputs[i] = Operands.rotated(numbers, i * 7);
      }
      test.check(inputs, random.nextGaussian());
    }
  }
}
