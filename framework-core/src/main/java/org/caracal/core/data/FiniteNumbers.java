package org.caracal.core.data;

import org.caracal.array.NdArray;

/** Looks for infinities and what is not a number. */
public final class FiniteNumbers {
  private FiniteNumbers() {}

  /** Whether all elements are finite; those of a view are copied for that. */
  public static boolean areFinite(NdArray array) {
    var readable = array.isReadOnly() ? array.copy() : array;
    return areFinite(readable.elements(), array.size());
  }

  /** Whether the first elements of an array are finite, as all are that are no floating numbers. */
  public static boolean areFinite(Object array, int count) {
    if (array instanceof float[] floats) {
      return areFinite(floats, count);
    }
    return !(array instanceof double[] doubles) || areFinite(doubles, count);
  }

  /** An exponent of all ones, infinity or not a number, overflows to the sign. */
  private static boolean areFinite(float[] values, int count) {
    var bits = 0;
    for (var i = 0; i < count; i++) {
      bits |= (Float.floatToRawIntBits(values[i]) & 0x7f800000) + 0x00800000;
    }
    return bits >= 0;
  }

  private static boolean areFinite(double[] values, int count) {
    var bits = 0L;
    for (var i = 0; i < count; i++) {
      bits |= (Double.doubleToRawLongBits(values[i]) & 0x7ff0_0000_0000_0000L) + (1L << 52);
    }
    return bits >= 0;
  }
}
