package org.caracal.core.random;

/**
 * Philox 4x32-10: ten rounds that turn a counter of four words and a key of two into four random
 * words (Salmon, Moraes, Dror and Shaw, Parallel random numbers: as easy as 1, 2, 3, SC 2011).
 */
public final class Philox {
  private static final int ROUNDS = 10;
  private static final long FACTOR_0 = 0xD2511F53L;
  private static final long FACTOR_1 = 0xCD9E8D57L;
  private static final int KEY_STEP_0 = 0x9E3779B9;
  private static final int KEY_STEP_1 = 0xBB67AE85;

  private Philox() {}

  /** Writes the four words of a counter's block. */
  public static void block(
      int key0, int key1, int counter0, int counter1, int counter2, int counter3, int[] words) {
    var c0 = counter0;
    var c1 = counter1;
    var c2 = counter2;
    var c3 = counter3;
    var k0 = key0;
    var k1 = key1;
    for (var round = 0; round < ROUNDS; round++) {
      var product0 = FACTOR_0 * (c0 & 0xFFFFFFFFL);
      var product1 = FACTOR_1 * (c2 & 0xFFFFFFFFL);
      c0 = (int) (product1 >>> 32) ^ c1 ^ k0;
      c1 = (int) product1;
      c2 = (int) (product0 >>> 32) ^ c3 ^ k1;
      c3 = (int) product0;
      k0 += KEY_STEP_0;
      k1 += KEY_STEP_1;
    }
    words[0] = c0;
    words[1] = c1;
    words[2] = c2;
    words[3] = c3;
  }
}
