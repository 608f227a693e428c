package org.caracal.backend.java.parallel;

import org.caracal.array.DType;

/**
 * Memory of kernels. Those of one session use most of it one after the other: a kernel reserves it
 * when compiled and fetches it whenever it runs, because a later reservation may have replaced the
 * array by a longer one.
 */
public final class Scratch {
  private final DType dtype;
  private int length;
  private Object array;

  Scratch(DType dtype) {
    this.dtype = dtype;
    this.array = dtype.newArray(0);
  }

  /** Memory in which one kernel keeps something from run to run. */
  public static Scratch own(DType dtype, int length) {
    return new Scratch(dtype).reserve(length);
  }

  Scratch reserve(int atLeast) {
    if (atLeast > length) {
      length = atLeast;
      // longer than needed, so that the next thread's memory begins in a cache line of its own
      array = dtype.newArray(atLeast + PerThread.APART / dtype.bytes());
    }
    return this;
  }

  /** The array, whatever its type. */
  public Object array() {
    return array;
  }

  /** The array of {@code float32} scratch memory. */
  public float[] floats() {
    return (float[]) array;
  }

  /** The array of {@code float64} scratch memory. */
  public double[] doubles() {
    return (double[]) array;
  }

  /** The array of {@code int32} scratch memory. */
  public int[] ints() {
    return (int[]) array;
  }

  /** The array of {@code int64} scratch memory. */
  public long[] longs() {
    return (long[]) array;
  }
}
