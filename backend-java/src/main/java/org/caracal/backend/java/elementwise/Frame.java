package org.caracal.backend.java.elementwise;

import org.caracal.array.DType;

/**
 * What one thread sees while it computes one block: for each slot an array and where the block
 * starts in it.
 */
final class Frame {
  final Object[] arrays;
  final int[] offsets;

  /** Number of elements in the block. */
  int length;

  /** Blocks that one instruction may use while it runs. */
  final float[][] floatScratch;

  /** Blocks that one instruction may use while it runs. */
  final double[][] doubleScratch;

  Frame(int slots, float[][] floatScratch, double[][] doubleScratch) {
    arrays = new Object[slots];
    offsets = new int[slots];
    this.floatScratch = floatScratch;
    this.doubleScratch = doubleScratch;
  }

  float[] floats(int slot) {
    return (float[]) arrays[slot];
  }

  double[] doubles(int slot) {
    return (double[]) arrays[slot];
  }

  int[] ints(int slot) {
    return (int[]) arrays[slot];
  }

  long[] longs(int slot) {
    return (long[]) arrays[slot];
  }

  byte[] bytes(int slot) {
    return (byte[]) arrays[slot];
  }

  /** Copies the block from one slot to another of the same element type. */
  void copy(int from, int to) {
    System.arraycopy(arrays[from], offsets[from], arrays[to], offsets[to], length);
  }

  /** Sets {@code length} elements of an array to one element of another. */
  static void fill(DType dtype, Object source, int index, Object target, int from, int length) {
    var to = from + length;
    switch (dtype) {
      case FLOAT32 -> java.util.Arrays.fill((float[]) target, from, to, ((float[]) source)[index]);
      case FLOAT64 ->
          java.util.Arrays.fill((double[]) target, from, to, ((double[]) source)[index]);
      case INT32 -> java.util.Arrays.fill((int[]) target, from, to, ((int[]) source)[index]);
      case INT64 -> java.util.Arrays.fill((long[]) target, from, to, ((long[]) source)[index]);
      case BOOL -> java.util.Arrays.fill((byte[]) target, from, to, ((byte[]) source)[index]);
    }
  }
}
