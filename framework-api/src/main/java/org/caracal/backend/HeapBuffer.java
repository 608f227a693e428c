package org.caracal.backend;

import org.caracal.array.DType;

/**
 * A buffer in a Java array, which starts at index 0 and is padded to a multiple of {@value
 * #PADDING} elements so that vector kernels may read and write whole vectors. What stands in the
 * padding is undefined.
 */
public final class HeapBuffer implements Buffer {
  /** The length of the array is a multiple of this. */
  public static final int PADDING = 16;

  private final DType dtype;
  private final int length;
  private final Object array;

  /** Allocates a zeroed buffer. */
  public HeapBuffer(DType dtype, int length) {
    this.dtype = dtype;
    this.length = length;
    this.array = dtype.newArray(Math.addExact(length, PADDING - 1) / PADDING * PADDING);
  }

  private HeapBuffer(DType dtype, int length, Object array) {
    this.dtype = dtype;
    this.length = length;
    this.array = array;
  }

  /** A buffer over the same array with fewer elements. */
  public HeapBuffer prefix(int fewer) {
    if (fewer > length) {
      throw new IllegalArgumentException(
          "a buffer of " + length + " elements has no prefix of " + fewer);
    }
    return new HeapBuffer(dtype, fewer, array);
  }

  @Override
  public DType dtype() {
    return dtype;
  }

  @Override
  public int length() {
    return length;
  }

  /**
   * The array: {@code float[]}, {@code double[]}, {@code int[]}, {@code long[]} or {@code byte[]}.
   */
  public Object array() {
    return array;
  }

  /** The array of a {@code float32} buffer. */
  public float[] floats() {
    return (float[]) array;
  }

  /** The array of a {@code float64} buffer. */
  public double[] doubles() {
    return (double[]) array;
  }

  /** The array of an {@code int32} buffer. */
  public int[] ints() {
    return (int[]) array;
  }

  /** The array of an {@code int64} buffer. */
  public long[] longs() {
    return (long[]) array;
  }

  /** The array of a {@code bool} buffer. */
  public byte[] bytes() {
    return (byte[]) array;
  }

  @Override
  public void write(Object elements) {
    System.arraycopy(elements, 0, array, 0, length);
  }

  @Override
  public void read(Object elements) {
    System.arraycopy(array, 0, elements, 0, length);
  }

  @Override
  public String toString() {
    return "HeapBuffer " + dtype + "[" + length + "]";
  }
}
