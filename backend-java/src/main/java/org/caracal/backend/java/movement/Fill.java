package org.caracal.backend.java.movement;

import java.util.Arrays;
import org.caracal.array.DType;

/** Sets elements of an array to a constant. */
public final class Fill {
  private Fill() {}

  /** Sets the first {@code length} elements to a value, converted to the element type. */
  public static void run(DType dtype, Object array, int length, double value) {
    run(dtype, array, 0, length, value);
  }

  /** Sets the elements from one index to another, exclusive, to a value. */
  public static void run(DType dtype, Object array, int from, int to, double value) {
    switch (dtype) {
      case FLOAT32 -> Arrays.fill((float[]) array, from, to, (float) value);
      case FLOAT64 -> Arrays.fill((double[]) array, from, to, value);
      case INT32 -> Arrays.fill((int[]) array, from, to, (int) value);
      case INT64 -> Arrays.fill((long[]) array, from, to, (long) value);
      case BOOL -> Arrays.fill((byte[]) array, from, to, (byte) (value != 0 ? 1 : 0));
    }
  }

  /** Sets {@code count} elements of an array to one element of another of its type. */
  public static void repeat(Object source, int index, Object target, int from, int count) {
    var to = from + count;
    if (source instanceof float[] floats) {
      Arrays.fill((float[]) target, from, to, floats[index]);
    } else if (source instanceof double[] doubles) {
      Arrays.fill((double[]) target, from, to, doubles[index]);
    } else if (source instanceof int[] ints) {
      Arrays.fill((int[]) target, from, to, ints[index]);
    } else if (source instanceof long[] longs) {
      Arrays.fill((long[]) target, from, to, longs[index]);
    } else {
      Arrays.fill((byte[]) target, from, to, ((byte[]) source)[index]);
    }
  }
}
