package org.caracal.backend.java.elementwise;

import java.util.Arrays;
import org.caracal.backend.java.parallel.PerThread;

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
    // longer than needed, so that the next thread's are elsewhere
    var length = slots + PerThread.APART / Integer.BYTES;
    arrays = new Object[length];
    offsets = new int[length];
    this.floatScratch = floatScratch;
    this.doubleScratch = doubleScratch;
  }

  /**
   * Sets where the block of a slot starts. A reference is stored only if it changes: to store one
   * marks a card of the garbage collector, and the cards of all threads' frames are in one cache
   * line.
   */
  void put(int slot, Object array, int offset) {
    if (arrays[slot] != array) {
      arrays[slot] = array;
    }
    offsets[slot] = offset;
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
    System.arraycopy(arrays[from], 0, arrays[to], 0, length);
  }

  /** Sets all elements of an array to a number, converted to their type. */
  static void fill(Object array, double value) {
    if (array instanceof float[] floats) {
      Arrays.fill(floats, (float) value);
    } else if (array instanceof double[] doubles) {
      Arrays.fill(doubles, value);
    } else if (array instanceof int[] ints) {
      Arrays.fill(ints, (int) value);
    } else if (array instanceof long[] longs) {
      Arrays.fill(longs, (long) value);
    } else {
      Arrays.fill((byte[]) array, (byte) (value != 0 ? 1 : 0));
    }
  }
}
