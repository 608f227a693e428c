package org.caracal.backend.java.elementwise;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.DoubleStream;

/** Numbers to try functions on: all that are special, and many that are not. */
final class Operands {
  private static final double[] SPECIAL = {
    0.0,
    -0.0,
    1,
    -1,
    2,
    -2,
    0.5,
    -0.5,
    3,
    25,
    1e4,
    -1e4,
    1e6,
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    Float.MIN_NORMAL,
    -Float.MIN_NORMAL,
    1e-40,
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    Double.MIN_VALUE,
    -Double.MIN_VALUE,
    Double.MIN_NORMAL,
    1e-310,
    Double.MAX_VALUE,
    -Double.MAX_VALUE,
    0x1p23,
    -0x1p23,
    0x1p23 + 0.5,
    0x1p24 + 1,
    0x1p52,
    -0x1p52 - 0.5,
    0x1p53 + 1,
    1e-9,
    -1e-9,
    0.99999994,
    1.0000001,
    -0.99999994,
    88.7,
    88.72284,
    88.73,
    -87.33,
    -87.4,
    -103.9,
    -104.1,
    709.7,
    709.79,
    -708.3,
    -745.1,
    -745.2,
    9.01,
    -9.01,
    3.9,
    4.1,
    5.99,
    6.01
  };

  private Operands() {}

  /** About {@code 3 * count} numbers, the same ones for the same seed. */
  static float[] floats(long seed, int count) {
    var random = new Random(seed);
    var numbers =
        DoubleStream.concat(
                Arrays.stream(SPECIAL),
                DoubleStream.concat(
                    DoubleStream.generate(() -> Float.intBitsToFloat(random.nextInt()))
                        .limit(count),
                    moderate(random, count)))
            .toArray();
    var floats = new float[numbers.length];
    for (var i = 0; i < floats.length; i++) {
      floats[i] = (float) numbers[i];
    }
    return floats;
  }

  /** About {@code 3 * count} numbers, the same ones for the same seed. */
  static double[] doubles(long seed, int count) {
    var random = new Random(seed);
    return DoubleStream.concat(
            Arrays.stream(SPECIAL),
            DoubleStream.concat(
                DoubleStream.generate(() -> Double.longBitsToDouble(random.nextLong()))
                    .limit(count),
                moderate(random, count)))
        .toArray();
  }

  private static DoubleStream moderate(Random random, int count) {
    return DoubleStream.concat(
        DoubleStream.generate(random::nextGaussian).limit(count),
        DoubleStream.generate(() -> 100 * random.nextGaussian()).limit(count));
  }

  /** The elements from one on, then those before it: pairs every number with others. */
  static float[] rotated(float[] numbers, int by) {
    var result = new float[numbers.length];
    for (var i = 0; i < result.length; i++) {
      result[i] = numbers[(i + by) % result.length];
    }
    return result;
  }

  /** The elements from one on, then those before it: pairs every number with others. */
  static double[] rotated(double[] numbers, int by) {
    var result = new double[numbers.length];
    for (var i = 0; i < result.length; i++) {
      result[i] = numbers[(i + by) % result.length];
    }
    return result;
  }
}
