package org.caracal.backend.java.random;

/**
 * The rounds of Philox 4x32-10 for many counters at a time. Each of the four words of the counters
 * has an array of its own, in whose elements the upper halves are 0.
 */
public class PhiloxRounds {
  static final long MULTIPLIER_0 = 0xD2511F53L;
  static final long MULTIPLIER_1 = 0xCD9E8D57L;
  static final long MASK = 0xFFFFFFFFL;
  static final int WEYL_0 = 0x9E3779B9;
  static final int WEYL_1 = 0xBB67AE85;
  static final int ROUNDS = 10;

  /** Turns the first n counters into random words. */
  protected void run(long[][] words, int key0, int key1, int n) {
    var w0 = words[0];
    var w1 = words[1];
    var w2 = words[2];
    var w3 = words[3];
    for (var i = 0; i < n; i++) {
      var c0 = (int) w0[i];
      var c1 = (int) w1[i];
      var c2 = (int) w2[i];
      var c3 = (int) w3[i];
      var k0 = key0;
      var k1 = key1;
      for (var round = 0; round < ROUNDS; round++) {
        var p0 = MULTIPLIER_0 * (c0 & MASK);
        var p1 = MULTIPLIER_1 * (c2 & MASK);
        c0 = (int) (p1 >>> 32) ^ c1 ^ k0;
        c1 = (int) p1;
        c2 = (int) (p0 >>> 32) ^ c3 ^ k1;
        c3 = (int) p0;
        k0 += WEYL_0;
        k1 += WEYL_1;
      }
      w0[i] = c0 & MASK;
      w1[i] = c1 & MASK;
      w2[i] = c2 & MASK;
      w3[i] = c3 & MASK;
    }
  }
}
