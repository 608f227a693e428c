package org.caracal.core.random;

import org.caracal.random.RandomStream;

/**
 * The random numbers of one place: keyed by the seed, told apart by a name. The counter is {@code
 * (low(block), high(block), low(hash of name), high(hash of name))}.
 */
public final class PhiloxStream implements RandomStream {
  private final int[] words = new int[4];
  private final long seed;
  private final long stream;
  private long block;
  private int used = 4;
  private double spareNormal = Double.NaN;

  /** The numbers of a place. */
  public PhiloxStream(long seed, String name) {
    this.seed = seed;
    this.stream = hash(name);
  }

  /** FNV-1a over the UTF-16 units of a name: fixed for ever, unlike hash codes of a library. */
  public static long hash(String name) {
    var hash = 0xcbf29ce484222325L;
    for (var i = 0; i < name.length(); i++) {
      hash = (hash ^ name.charAt(i)) * 0x100000001b3L;
    }
    return hash;
  }

  @Override
  public int nextInt() {
    if (used == words.length) {
      Philox.block(
          (int) seed,
          (int) (seed >>> 32),
          (int) block,
          (int) (block >>> 32),
          (int) stream,
          (int) (stream >>> 32),
          words);
      block++;
      used = 0;
    }
    return words[used++];
  }

  @Override
  public double nextUniform() {
    var high = (long) (nextInt() >>> 5);
    var low = (long) (nextInt() >>> 6);
    return ((high << 26) | low) * 0x1p-53;
  }

  /** By the polar method's older sibling, Box and Muller 1958: two numbers at a time. */
  @Override
  public double nextNormal() {
    if (!Double.isNaN(spareNormal)) {
      var normal = spareNormal;
      spareNormal = Double.NaN;
      return normal;
    }
    var radius = Math.sqrt(-2 * StrictMath.log1p(-nextUniform()));
    var angle = 2 * Math.PI * nextUniform();
    spareNormal = radius * StrictMath.sin(angle);
    return radius * StrictMath.cos(angle);
  }

  /**
   * Without bias: words in the incomplete last interval are thrown away (Lemire, Fast random
   * integer generation, 2019).
   */
  @Override
  public int nextInt(int bound) {
    if (bound < 1) {
      throw new IllegalArgumentException("bound must be at least 1, not " + bound);
    }
    var product = (nextInt() & 0xFFFFFFFFL) * bound;
    var threshold = Integer.remainderUnsigned(-bound, bound);
    while (Integer.compareUnsigned((int) product, threshold) < 0) {
      product = (nextInt() & 0xFFFFFFFFL) * bound;
    }
    return (int) (product >>> 32);
  }

  /** Puts integers into random order (Fisher and Yates). */
  public void shuffle(int[] values) {
    for (var i = values.length - 1; i > 0; i--) {
      var other = nextInt(i + 1);
      var kept = values[i];
      values[i] = values[other];
      values[other] = kept;
    }
  }
}
