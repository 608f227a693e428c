package org.caracal.backend.java.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VectorPhiloxRoundsTest {
  private static final int CALLS = 3;
  private static final int SPACE = 64;

  private static long[][] counters(int call) {
    var words = new long[4][SPACE];
    for (var word = 0; word < words.length; word++) {
      for (var i = 0; i < SPACE; i++) {
        words[word][i] = (call * 1_000_003L + word * 0x9E3779B9L + i * 77L) & PhiloxRounds.MASK;
      }
    }
    return words;
  }

  /** By vectors from the first, the second or no call on. */
  @ParameterizedTest
  @ValueSource(longs = {0, 1, Long.MAX_VALUE})
  void givesTheSameWordsAsThePlainLoop(long plainAtFirst) {
    var n = 37;
    var plain = new PhiloxRounds();
    var vector = new VectorPhiloxRounds(plainAtFirst);
    for (var call = 0; call < CALLS; call++) {
      var expected = counters(call);
      var actual = counters(call);
      plain.run(expected, 0xA4093822, 0x299F31D0, n);
      vector.run(actual, 0xA4093822, 0x299F31D0, n);
      for (var word = 0; word < expected.length; word++) {
        assertArrayEquals(
            Arrays.copyOf(expected[word], n), Arrays.copyOf(actual[word], n), "word " + word);
      }
    }
  }
}
