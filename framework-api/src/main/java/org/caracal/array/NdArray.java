package org.caracal.array;

import java.lang.reflect.Array;
import java.util.Objects;

/**
 * A dense array on the host in row-major order. The elements are mutable and owned by whoever holds
 * the array; an array that is handed out as a read-only view says so ({@link #isReadOnly()}) and
 * hides its storage.
 */
public final class NdArray {
  /** So few elements are copied one by one: a call for any type of array takes longer. */
  private static final int FEW = 16;

  private final TensorType type;
  private final Object elements;
  private final boolean readOnly;

  private NdArray(TensorType type, Object elements, boolean readOnly) {
    this.type = type;
    this.elements = elements;
    this.readOnly = readOnly;
  }

  /** A zeroed array. */
  public static NdArray zeros(TensorType type) {
    return new NdArray(type, type.dtype().newArray(type.shape().size()), false);
  }

  /** An array over these elements, without a copy. */
  public static NdArray of(Shape shape, float... elements) {
    return wrap(new TensorType(DType.FLOAT32, shape), elements);
  }

  /** An array over these elements, without a copy. */
  public static NdArray of(Shape shape, double... elements) {
    return wrap(new TensorType(DType.FLOAT64, shape), elements);
  }

  /** An array over these elements, without a copy. */
  public static NdArray of(Shape shape, int... elements) {
    return wrap(new TensorType(DType.INT32, shape), elements);
  }

  /** An array over these elements, without a copy. */
  public static NdArray of(Shape shape, long... elements) {
    return wrap(new TensorType(DType.INT64, shape), elements);
  }

  /**
   * An array over a Java array of the type's element class, without a copy; the Java array may be
   * longer than needed.
   *
   * @throws IllegalArgumentException if the Java array is of another class or too short
   */
  public static NdArray wrap(TensorType type, Object elements) {
    var expected = type.dtype().newArray(0).getClass();
    if (!expected.isInstance(elements) || Array.getLength(elements) < type.shape().size()) {
      throw new IllegalArgumentException(
          type
              + " needs a "
              + expected.getSimpleName()
              + " of at least "
              + type.shape().size()
              + " elements");
    }
    return new NdArray(type, elements, false);
  }

  /** A read-only view of this array; it shares the elements, which may still change under it. */
  public NdArray readOnly() {
    return new NdArray(type, elements, true);
  }

  /** Whether the elements can only be read. */
  public boolean isReadOnly() {
    return readOnly;
  }

  /** Element type and shape. */
  public TensorType type() {
    return type;
  }

  /** The element type. */
  public DType dtype() {
    return type.dtype();
  }

  /** The shape. */
  public Shape shape() {
    return type.shape();
  }

  /** The number of elements. */
  public int size() {
    return type.shape().size();
  }

  /** The same elements under another shape of the same size. */
  public NdArray reshape(Shape shape) {
    if (shape.size() != size()) {
      throw new IllegalArgumentException(
          "an array of shape " + shape() + " cannot be reshaped to " + shape);
    }
    return new NdArray(type.withShape(shape), elements, readOnly);
  }

  /** The element at a row-major index as a double; true is 1. */
  public double getDouble(int index) {
    return switch (dtype()) {
      case FLOAT32 -> ((float[]) elements)[index];
      case FLOAT64 -> ((double[]) elements)[index];
      case INT32 -> ((int[]) elements)[index];
      case INT64 -> ((long[]) elements)[index];
      case BOOL -> ((byte[]) elements)[index];
    };
  }

  /** The element at a row-major index as a long; floating point values are truncated. */
  public long getLong(int index) {
    return switch (dtype()) {
      case INT32 -> ((int[]) elements)[index];
      case INT64 -> ((long[]) elements)[index];
      default -> (long) getDouble(index);
    };
  }

  /** Sets the element at a row-major index, converted to the element type. */
  public void setDouble(int index, double value) {
    requireWritable();
    switch (dtype()) {
      case FLOAT32 -> ((float[]) elements)[index] = (float) value;
      case FLOAT64 -> ((double[]) elements)[index] = value;
      case INT32 -> ((int[]) elements)[index] = (int) value;
      case INT64 -> ((long[]) elements)[index] = (long) value;
      case BOOL -> ((byte[]) elements)[index] = (byte) (value != 0 ? 1 : 0);
    }
  }

  /** The elements as doubles, in a new array. */
  public double[] toDoubles() {
    var values = new double[size()];
    for (var i = 0; i < values.length; i++) {
      values[i] = getDouble(i);
    }
    return values;
  }

  /** A copy with storage of its own. */
  public NdArray copy() {
    var target = zeros(type);
    System.arraycopy(elements, 0, target.elements, 0, size());
    return target;
  }

  /** Copies {@code length} elements of this array to another of the same element type. */
  public void copyTo(int from, NdArray target, int to, int length) {
    target.requireWritable();
    if (length <= FEW
        && elements instanceof float[] source
        && target.elements instanceof float[] sink) {
      Objects.checkFromIndexSize(from, length, source.length);
      Objects.checkFromIndexSize(to, length, sink.length);
      for (var i = 0; i < length; i++) {
        sink[to + i] = source[from + i];
      }
    } else {
      System.arraycopy(elements, from, target.elements, to, length);
    }
  }

  /**
   * The Java array behind this array: {@code float[]}, {@code double[]}, {@code int[]}, {@code
   * long[]} or {@code byte[]}.
   */
  public Object elements() {
    requireWritable();
    return elements;
  }

  /** The {@code float[]} behind a writable {@code float32} array. */
  public float[] floats() {
    return (float[]) elements();
  }

  /** The {@code double[]} behind a writable {@code float64} array. */
  public double[] doubles() {
    return (double[]) elements();
  }

  /** The {@code int[]} behind a writable {@code int32} array. */
  public int[] ints() {
    return (int[]) elements();
  }

  /** The {@code long[]} behind a writable {@code int64} array. */
  public long[] longs() {
    return (long[]) elements();
  }

  @Override
  public String toString() {
    return "NdArray " + type;
  }

  private void requireWritable() {
    if (readOnly) {
      throw new UnsupportedOperationException(
          "this array is a read-only view: copy() it to change it or to keep it");
    }
  }
}
