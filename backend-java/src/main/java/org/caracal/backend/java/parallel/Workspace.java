package org.caracal.backend.java.parallel;

import java.util.HashMap;
import java.util.Map;
import org.caracal.array.DType;

/**
 * The scratch memory of a session, shared by all its kernels because they never run at the same
 * time.
 */
public final class Workspace {
  private record Key(DType dtype, String purpose, int index) {}

  private final Map<Key, Scratch> reserved = new HashMap<>();

  /** Memory that one kernel run needs once. */
  public Scratch shared(DType dtype, String purpose, int length) {
    return indexed(dtype, purpose, 0, length);
  }

  /** Memory that one kernel run needs several times, for each thread or each register. */
  public Scratch indexed(DType dtype, String purpose, int index, int length) {
    return reserved
        .computeIfAbsent(new Key(dtype, purpose, index), key -> new Scratch(dtype))
        .reserve(length);
  }

  /** The same for each of several threads. */
  public Scratch[] each(int threads, DType dtype, String purpose, int length) {
    var each = new Scratch[threads];
    for (var thread = 0; thread < threads; thread++) {
      each[thread] = indexed(dtype, purpose, thread, length);
    }
    return each;
  }

  /** So many scratch arrays of a fixed length for a thread. */
  public float[][] floatBlocks(int worker, int count, int length) {
    var blocks = new float[count][];
    for (var i = 0; i < count; i++) {
      blocks[i] = indexed(DType.FLOAT32, "scratch-" + worker, i, length).floats();
    }
    return blocks;
  }

  /** So many scratch arrays of a fixed length for a thread. */
  public double[][] doubleBlocks(int worker, int count, int length) {
    var blocks = new double[count][];
    for (var i = 0; i < count; i++) {
      blocks[i] = indexed(DType.FLOAT64, "scratch-" + worker, i, length).doubles();
    }
    return blocks;
  }
}
