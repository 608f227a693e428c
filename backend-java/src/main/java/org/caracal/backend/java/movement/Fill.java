package org.caracal.backend.java.movement;

import java.util.Arrays;
import org.caracal.array.DType;

/** Sets elements of an array to a constant. */
public final class Fill {
  private Fill() {}

  /** Sets the first {@code length} elements to a value, converted to the element type. */
  public static void run(DType dtype, Object array, int length, double value) {
    switch (dtype) {
      case FLOAT32 -> Arrays.fill((float[]) array, 0, length, (float) value);
      case FLOAT64 -> Arrays.fill((double[]) array, 0, length, value);
      case INT32 -> Arrays.fill((int[]) array, 0, length, (int) value);
      case INT64 -> Arrays.fill((long[]) array, 0, length, (long) value);
      case BOOL -> Arrays.fill((byte[]) array, 0, length, (byte) (value != 0 ? 1 : 0));
    }
  }
}
