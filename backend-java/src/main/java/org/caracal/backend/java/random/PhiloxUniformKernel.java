package org.caracal.backend.java.random;

import java.util.Arrays;
import org.caracal.array.DType;
import org.caracal.array.TensorType;
import org.caracal.backend.Buffer;
import org.caracal.backend.HeapBuffer;
import org.caracal.backend.Kernel;
import org.caracal.backend.java.parallel.Partition;
import org.caracal.backend.java.parallel.ThreadPool;
import org.caracal.backend.java.parallel.Workspace;
import org.caracal.graph.RandomUniform;

/**
 * Uniform numbers from Philox 4x32-10 (Salmon et al., Parallel random numbers: as easy as 1, 2, 3,
 * SC 2011), laid out as {@link RandomUniform} says: every group of four words is computed from its
 * number alone.
 */
public final class PhiloxUniformKernel implements Kernel {
  /** Groups that are computed at a time. */
  private static final int GROUPS = 64;

  private static final long MASK = PhiloxRounds.MASK;

  private final long stream;
  private final PhiloxRounds rounds;
  private final boolean wide;
  private final int perGroup;
  private final int length;
  private final ThreadPool pool;
  private final ThreadPool.Task task = this::chunk;
  private final Partition groups;
  private final long[][][] words;

  private long blockKey;
  private long step;
  private Object result = new Object();

  /** A kernel for one place in a model. */
  public PhiloxUniformKernel(
      RandomUniform operation,
      TensorType output,
      PhiloxRounds rounds,
      ThreadPool pool,
      Workspace workspace) {
    this.stream = operation.stream();
    this.rounds = rounds;
    this.wide = output.dtype() == DType.FLOAT64;
    this.length = output.shape().size();
    this.pool = pool;
    this.perGroup = wide ? 2 : 4;
    this.groups = Partition.of(pool, (length + perGroup - 1) / perGroup, 3.0 * length);
    this.words = new long[pool.threads()][4][];
    for (var worker = 0; worker < words.length; worker++) {
      for (var word = 0; word < 4; word++) {
        words[worker][word] =
            workspace.indexed(DType.INT64, "philox-" + worker, word, GROUPS).longs();
      }
    }
  }

  @Override
  public void run(Buffer[] inputs, Buffer[] outputs) {
    var key = ((HeapBuffer) inputs[0]).longs();
    step = key[1];
    blockKey = key[0] ^ (step >>> 32) * RandomUniform.STEP_MIX;
    result = ((HeapBuffer) outputs[0]).array();
    pool.run(groups.chunks(), task);
  }

  private void chunk(int chunk, int worker) {
    var own = words[worker];
    var end = groups.end(chunk);
    for (var first = groups.start(chunk); first < end; first += GROUPS) {
      var count = Math.min(GROUPS, end - first);
      for (var i = 0; i < count; i++) {
        own[0][i] = first + i;
      }
      Arrays.fill(own[1], 0, count, step & MASK);
      Arrays.fill(own[2], 0, count, stream & MASK);
      Arrays.fill(own[3], 0, count, stream >>> 32);
      rounds.run(own, (int) blockKey, (int) (blockKey >>> 32), count);
      var at = first * perGroup;
      var numbers = Math.min(length - at, count * perGroup);
      if (wide) {
        doubles(own, (double[]) result, at, numbers);
      } else {
        floats(own, (float[]) result, at, numbers);
      }
    }
  }

  /** The upper 24 bits of each word. */
  private static void floats(long[][] words, float[] target, int at, int count) {
    var whole = count / 4;
    var w0 = words[0];
    var w1 = words[1];
    var w2 = words[2];
    var w3 = words[3];
    for (var i = 0; i < whole; i++) {
      var to = at + 4 * i;
      target[to] = (int) (w0[i] >>> 8) * 0x1p-24f;
      target[to + 1] = (int) (w1[i] >>> 8) * 0x1p-24f;
      target[to + 2] = (int) (w2[i] >>> 8) * 0x1p-24f;
      target[to + 3] = (int) (w3[i] >>> 8) * 0x1p-24f;
    }
    for (var i = 4 * whole; i < count; i++) {
      target[at + i] = (int) (words[i % 4][whole] >>> 8) * 0x1p-24f;
    }
  }

  /** The upper 53 bits of two words. */
  private static void doubles(long[][] words, double[] target, int at, int count) {
    for (var i = 0; i < count; i++) {
      var high = words[i % 2 * 2][i / 2];
      var low = words[i % 2 * 2 + 1][i / 2];
      target[at + i] = ((high << 32 | low) >>> 11) * 0x1p-53;
    }
  }
}
