package org.caracal.core.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against the known answers that the authors of the generator publish (Random123, kat_vectors). */
class PhiloxTest {
  @ParameterizedTest
  @CsvSource({
    "00000000 00000000 00000000 00000000, 00000000 00000000, 6627e8d5 e169c58d bc57ac4c 9b00dbd8",
    "ffffffff ffffffff ffffffff ffffffff, ffffffff ffffffff, 408f276d 41c83b0e a20bc7c6 6d5451fd",
    "243f6a88 85a308d3 13198a2e 03707344, a4093822 299f31d0, d16cfe09 94fdcceb 5001e420 24126ea1"
  })
  void givesTheKnownAnswers(String counter, String key, String answer) {
    assertEquals(answer, block(words(counter), words(key)));
  }

  @Test
  void everyBitOfCounterAndKeyCounts() {
    var counter = words("243f6a88 85a308d3 13198a2e 03707344");
    var key = words("a4093822 299f31d0");
    var before = Arrays.stream(block(counter, key).split(" ")).toList();
    for (var bit = 0; bit < 6 * Integer.SIZE; bit++) {
      var changed = bit < 4 * Integer.SIZE ? counter.clone() : key.clone();
      changed[bit / Integer.SIZE % 4] ^= 1 << bit;
      var after = bit < 4 * Integer.SIZE ? block(changed, key) : block(counter, changed);
      assertEquals(64, differingBits(before, after), 28, "bits of 128 that change with bit " + bit);
    }
  }

  @Test
  void writesNothingButTheBlock() {
    var words = new int[] {1, 2, 3, 4, 5};
    Philox.block(0, 0, 0, 0, 0, 0, words);
    assertArrayEquals(new int[] {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8, 5}, words);
  }

  private static int differingBits(List<String> before, String after) {
    var bits = 0;
    var words = words(after);
    for (var i = 0; i < words.length; i++) {
      bits += Integer.bitCount(words[i] ^ HexFormat.fromHexDigits(before.get(i)));
    }
    return bits;
  }

  private static String block(int[] counter, int[] key) {
    var words = new int[4];
    Philox.block(key[0], key[1], counter[0], counter[1], counter[2], counter[3], words);
    return "%08x %08x %08x %08x".formatted(words[0], words[1], words[2], words[3]);
  }

  private static int[] words(String hex) {
    return Arrays.stream(hex.split(" ")).mapToInt(HexFormat::fromHexDigits).toArray();
  }
}
