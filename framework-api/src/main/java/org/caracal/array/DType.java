package org.caracal.array;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The type of the elements of an array or tensor. */
public enum DType {
  /** IEEE 754 binary32, kept in {@code float[]}. */
  FLOAT32(4),
  /** IEEE 754 binary64, kept in {@code double[]}. */
  FLOAT64(8),
  /** Two's complement 32 bit integer, kept in {@code int[]}. */
  INT32(4),
  /** Two's complement 64 bit integer, kept in {@code long[]}. */
  INT64(8),
  /** Truth value, kept in {@code byte[]} as 0 or 1. */
  BOOL(1);

  private final int bytes;

  DType(int bytes) {
    this.bytes = bytes;
  }

  /** The size of one element in bytes. */
  public int bytes() {
    return bytes;
  }

  /** Whether this is a floating point type: only such tensors have gradients. */
  public boolean isFloating() {
    return this == FLOAT32 || this == FLOAT64;
  }

  /** Whether this is an integer type. */
  public boolean isInteger() {
    return this == INT32 || this == INT64;
  }

  /**
   * A new zeroed array of {@code length} elements: {@code float[]}, {@code double[]}, {@code
   * int[]}, {@code long[]} or {@code byte[]}.
   */
  public Object newArray(int length) {
    return switch (this) {
      case FLOAT32 -> new float[length];
      case FLOAT64 -> new double[length];
      case INT32 -> new int[length];
      case INT64 -> new long[length];
      case BOOL -> new byte[length];
    };
  }

  /** The name as written in specs: {@code float32}, {@code int64}, {@code bool}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The type of that name as written in specs, or empty. */
  public static Optional<DType> of(String name) {
    return Arrays.stream(values()).filter(dtype -> dtype.toString().equals(name)).findFirst();
  }
}
