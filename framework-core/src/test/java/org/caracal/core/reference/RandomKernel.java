package org.caracal.core.reference;

import org.caracal.array.DType;
import org.caracal.graph.RandomUniform;

/** Philox 4x32-10, written straight from the paper. */
final class RandomKernel {
  private RandomKernel() {}

  static ReferenceKernel uniform(RandomUniform random) {
    return (in, out) -> {
      var seed = in[0].getLong(0);
      var step = in[0].getLong(1);
      var single = random.type().dtype() == DType.FLOAT32;
      for (var i = 0; i < out.size(); i++) {
        var counter =
            new int[] {
              single ? i / 4 : i / 2,
              (int) step,
              (int) random.stream(),
              (int) (random.stream() >>> 32)
            };
        var key = seed ^ (step >>> 32) * 0x9E3779B97F4A7C15L;
        var words = philox(counter, (int) key, (int) (key >>> 32));
        if (single) {
          out.set(i, (words[i % 4] >>> 8) * 0x1p-24);
        } else {
          var high = Integer.toUnsignedLong(words[2 * (i % 2)]);
          var low = Integer.toUnsignedLong(words[2 * (i % 2) + 1]);
          out.set(i, ((high << 32 | low) >>> 11) * 0x1p-53);
        }
      }
    };
  }

  static int[] philox(int[] counter, int key0, int key1) {
    var c = counter.clone();
    for (var round = 0; round < 10; round++) {
      var product0 = Integer.toUnsignedLong(c[0]) * 0xD2511F53L;
      var product1 = Integer.toUnsignedLong(c[2]) * 0xCD9E8D57L;
      c =
          new int[] {
            (int) (product1 >>> 32) ^ c[1] ^ (key0 + round * 0x9E3779B9),
            (int) product1,
            (int) (product0 >>> 32) ^ c[3] ^ (key1 + round * 0xBB67AE85),
            (int) product0
          };
    }
    return c;
  }
}
