package org.caracal.backend.java.random;

import org.caracal.array.DType;
import org.caracal.array.TensorType;
import org.caracal.backend.Buffer;
import org.caracal.backend.HeapBuffer;
import org.caracal.backend.Kernel;
import org.caracal.backend.java.parallel.Partition;
import org.caracal.backend.java.parallel.ThreadPool;
import org.caracal.graph.RandomUniform;

/**
 * Uniform numbers from Philox 4x32-10 (Salmon et al., Parallel random numbers: as easy as 1, 2, 3,
 * SC 2011), laid out as {@link RandomUniform} says: every block of four words is computed from its
 * number alone.
 */
public final class PhiloxUniformKernel implements Kernel {
  private static final long MULTIPLIER_0 = 0xD2511F53L;
  private static final long MULTIPLIER_1 = 0xCD9E8D57L;
  private static final int WEYL_0 = 0x9E3779B9;
  private static final int WEYL_1 = 0xBB67AE85;
  private static final long MASK = 0xFFFFFFFFL;
  private static final int ROUNDS = 10;

  private final long stream;
  private final boolean wide;
  private final int perBlock;
  private final int length;
  private final ThreadPool pool;
  private final ThreadPool.Task task = this::chunk;
  private final Partition blocks;

  private long seed;
  private long step;
  private Object result = new Object();

  /** A kernel for one place in a model. */
  public PhiloxUniformKernel(RandomUniform operation, TensorType output, ThreadPool pool) {
    this.stream = operation.stream();
    this.wide = output.dtype() == DType.FLOAT64;
    this.length = output.shape().size();
    this.pool = pool;
    this.perBlock = wide ? 2 : 4;
    this.blocks = Partition.of(pool, (length + perBlock - 1) / perBlock, 3.0 * length);
  }

  @Override
  public void run(Buffer[] inputs, Buffer[] outputs) {
    var key = ((HeapBuffer) inputs[0]).longs();
    seed = key[0];
    step = key[1];
    result = ((HeapBuffer) outputs[0]).array();
    pool.run(blocks.chunks(), task);
  }

  private void chunk(int chunk, int worker) {
    var start = blocks.start(chunk) * perBlock;
    var end = Math.min(length, blocks.end(chunk) * perBlock);
    if (wide) {
      for (var i = start; i < end; i += 2) {
        doubles(i, end, (double[]) result);
      }
    } else {
      for (var i = start; i < end; i += 4) {
        floats(i, end, (float[]) result);
      }
    }
  }

  private void floats(int at, int end, float[] target) {
    var c0 = at / 4;
    var c1 = (int) step;
    var c2 = (int) stream;
    var c3 = (int) (stream >>> 32);
    var k0 = (int) seed;
    var k1 = (int) (seed >>> 32);
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
    target[at] = (c0 >>> 8) * 0x1p-24f;
    if (at + 1 < end) {
      target[at + 1] = (c1 >>> 8) * 0x1p-24f;
    }
    if (at + 2 < end) {
      target[at + 2] = (c2 >>> 8) * 0x1p-24f;
    }
    if (at + 3 < end) {
      target[at + 3] = (c3 >>> 8) * 0x1p-24f;
    }
  }

  private void doubles(int at, int end, double[] target) {
    var c0 = at / 2;
    var c1 = (int) step;
    var c2 = (int) stream;
    var c3 = (int) (stream >>> 32);
    var k0 = (int) seed;
    var k1 = (int) (seed >>> 32);
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
    target[at] = unit(c0, c1);
    if (at + 1 < end) {
      target[at + 1] = unit(c2, c3);
    }
  }

  private static double unit(int high, int low) {
    return (((high & MASK) << 32 | low & MASK) >>> 11) * 0x1p-53;
  }
}
