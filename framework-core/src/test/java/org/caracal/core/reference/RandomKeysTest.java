package org.caracal.core.reference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.caracal.array.DType;
import org.caracal.array.NdArray;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;
import org.caracal.core.random.Philox;
import org.caracal.graph.RandomUniform;
import org.caracal.graph.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How the random numbers of a graph depend on seed, step and stream. */
class RandomKeysTest {
  /** The judge for all backends and the generator of the engine are two texts of one algorithm. */
  @Test
  void theReferenceIsPhilox() {
    var words = new int[4];
    Philox.block(5, 6, 1, 2, 3, 4, words);
    assertArrayEquals(words, RandomKernel.philox(new int[] {1, 2, 3, 4}, 5, 6));
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void seedStepAndStreamEachGiveOtherNumbers(DType dtype) {
    var seen = new HashSet<List<Double>>();
    for (var seed : new long[] {0, 1, 1L << 32, -1}) {
      for (var step : new long[] {0, 1, 2, 1_000_000_007, 1L << 32, (1L << 32) + 1}) {
        for (var stream : new long[] {0, 1, 1L << 32}) {
          var numbers = draw(dtype, 64, seed, step, stream);
          assertTrue(
              numbers.stream().allMatch(number -> number >= 0 && number < 1), numbers::toString);
          seen.add(numbers);
        }
      }
    }
    assertEquals(4 * 6 * 3, seen.size(), "different sequences");
    assertEquals(draw(dtype, 64, 1, 2, 3), draw(dtype, 64, 1, 2, 3));
  }

  /** So a partial last batch draws what the full one would have drawn. */
  @Test
  void anElementDependsOnItsNumberOnly() {
    assertEquals(
        draw(DType.FLOAT32, 11, 8, 9, 10), draw(DType.FLOAT32, 50, 8, 9, 10).subList(0, 11));
  }

  private static List<Double> draw(DType dtype, int length, long seed, long step, long stream) {
    var key = Tensor.input("key", new TensorType(DType.INT64, Shape.of(2)));
    var random = Tensor.of(new RandomUniform(new TensorType(dtype, Shape.of(length)), stream), key);
    var result =
        Evaluation.evaluate(
            new ReferenceBackend(),
            Map.of(key, NdArray.of(Shape.of(2), seed, step)),
            List.of(random));
    return Arrays.stream(result.get(0).toDoubles()).boxed().toList();
  }
}
