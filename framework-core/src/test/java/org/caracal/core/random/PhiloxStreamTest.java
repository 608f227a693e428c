package org.caracal.core.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PhiloxStreamTest {
  private static final int MANY = 200_000;

  /** What was drawn once must be drawn for ever: checkpoints and published results rest on it. */
  @Test
  void isTheSameForEver() {
    var words = new int[4];
    var hash = PhiloxStream.hash("initial/dense/kernel");
    Philox.block(0x89ABCDEF, 0x01234567, 1, 0, (int) hash, (int) (hash >>> 32), words);
    var stream = new PhiloxStream(0x0123456789ABCDEFL, "initial/dense/kernel");
    IntStream.range(0, 4).forEach(word -> stream.nextInt());
    assertArrayEquals(words, draw(stream, 4));
    assertEquals(0xaf63dc4c8601ec8cL, PhiloxStream.hash("a"), "FNV-1a as published");
  }

  @Test
  void dependsOnSeedAndNameOnly() {
    assertArrayEquals(draw(new PhiloxStream(7, "x"), 999), draw(new PhiloxStream(7, "x"), 999));
  }

  @Test
  void streamsOfOtherSeedsAndNamesShareNothing() {
    var seen = new HashSet<Long>();
    var drawn = 0;
    for (var seed : new long[] {0, 1, 1L << 32, -1, Long.MIN_VALUE}) {
      for (var name : new String[] {"", "split", "shuffle/0", "shuffle/1", "initial/a/kernel"}) {
        var stream = new PhiloxStream(seed, name);
        for (var i = 0; i < 2_000; i++) {
          seen.add(((long) stream.nextInt() << 32) | (stream.nextInt() & 0xFFFFFFFFL));
          drawn++;
        }
      }
    }
    assertEquals(drawn, seen.size(), "64-bit words that differ");
  }

  @Test
  void streamsAreNotCorrelated() {
    var names = new String[] {"shuffle/0", "shuffle/1", "shuffle/2", "split"};
    for (var a = 0; a < names.length; a++) {
      for (var b = a + 1; b < names.length; b++) {
        var one = new PhiloxStream(42, names[a]);
        var other = new PhiloxStream(42, names[b]);
        var sum = 0.0;
        for (var i = 0; i < MANY; i++) {
          sum += (one.nextUniform() - 0.5) * (other.nextUniform() - 0.5);
        }
        // 5 standard deviations of the estimate
        assertEquals(0, 12 * sum / MANY, 5 / Math.sqrt(MANY), names[a] + " and " + names[b]);
      }
    }
  }

  @Test
  void uniformNumbersAreUniform() {
    var stream = new PhiloxStream(1, "uniform");
    var counts = new int[256];
    for (var i = 0; i < MANY; i++) {
      var number = stream.nextUniform();
      assertTrue(number >= 0 && number < 1);
      counts[(int) (number * counts.length)]++;
    }
    assertUniform(counts, MANY);
  }

  @Test
  void normalNumbersHaveTheMomentsOfTheNormalDistribution() {
    var stream = new PhiloxStream(2, "normal");
    var moments = moments(stream::nextNormal);
    assertEquals(0, moments[1], 5 * Math.sqrt(1.0 / MANY));
    assertEquals(1, moments[2], 5 * Math.sqrt(2.0 / MANY));
    assertEquals(0, moments[3], 5 * Math.sqrt(15.0 / MANY));
    assertEquals(3, moments[4], 5 * Math.sqrt(96.0 / MANY));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 10, 255})
  void integersBelowABoundAreEquallyLikely(int bound) {
    var stream = new PhiloxStream(3, "bound " + bound);
    var counts = new int[bound];
    for (var i = 0; i < MANY; i++) {
      counts[stream.nextInt(bound)]++;
    }
    assertUniform(counts, MANY);
  }

  /** With 3 * 2^29 a plain remainder would draw the lower half twice as often as the upper. */
  @ParameterizedTest
  @ValueSource(ints = {3 << 29, Integer.MAX_VALUE})
  void largeBoundsHaveNoBias(int bound) {
    var stream = new PhiloxStream(4, "large");
    var counts = new int[8];
    for (var i = 0; i < MANY; i++) {
      var number = stream.nextInt(bound);
      assertTrue(number >= 0 && number < bound);
      counts[(int) (number * 8L / bound)]++;
    }
    assertUniform(counts, MANY);
  }

  @Test
  void refusesBoundsThatAllowNothing() {
    var stream = new PhiloxStream(5, "");
    assertThrows(IllegalArgumentException.class, () -> stream.nextInt(0));
    assertThrows(IllegalArgumentException.class, () -> stream.nextInt(-1));
  }

  @Test
  void everyOrderIsEquallyLikely() {
    var stream = new PhiloxStream(6, "orders");
    var counts = new int[27];
    for (var i = 0; i < MANY; i++) {
      var values = new int[] {0, 1, 2};
      stream.shuffle(values);
      counts[values[0] * 9 + values[1] * 3 + values[2]]++;
    }
    assertUniform(Arrays.stream(counts).filter(count -> count > 0).toArray(), MANY);
    assertEquals(6, Arrays.stream(counts).filter(count -> count > 0).count(), "orders of 3");
  }

  @Test
  void shufflingKeepsAllValues() {
    var values = IntStream.range(0, 10_007).toArray();
    new PhiloxStream(7, "all").shuffle(values);
    assertArrayEquals(
        IntStream.range(0, 10_007).toArray(), Arrays.stream(values).sorted().toArray());
  }

  /** Pearson's test at 5 standard deviations of the statistic. */
  private static void assertUniform(int[] counts, int drawn) {
    var expected = drawn / (double) counts.length;
    var statistic =
        Arrays.stream(counts)
            .mapToDouble(count -> (count - expected) * (count - expected) / expected)
            .sum();
    var freedom = counts.length - 1;
    assertEquals(freedom, statistic, 5 * Math.sqrt(2.0 * freedom) + 1e-9, "chi square");
  }

  private static double[] moments(DoubleSupplier numbers) {
    var moments = new double[5];
    for (var i = 0; i < MANY; i++) {
      var number = numbers.getAsDouble();
      for (var power = 1; power < moments.length; power++) {
        moments[power] += Math.pow(number, power) / MANY;
      }
    }
    return moments;
  }

  private static int[] draw(PhiloxStream stream, int count) {
    return IntStream.range(0, count).map(i -> stream.nextInt()).toArray();
  }
}
