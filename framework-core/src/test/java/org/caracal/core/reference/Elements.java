package org.caracal.core.reference;

import org.caracal.array.TensorType;
import org.caracal.backend.Buffer;
import org.caracal.backend.HeapBuffer;

/**
 * Typed access to the elements of whatever buffer it is bound to; values are rounded to the element
 * type when set.
 */
final class Elements {
  private final TensorType type;
  private Object array;

  Elements(TensorType type) {
    this.type = type;
    this.array = type.dtype().newArray(type.shape().size());
  }

  void bind(Buffer buffer) {
    array = ((HeapBuffer) buffer).array();
  }

  TensorType type() {
    return type;
  }

  int size() {
    return type.shape().size();
  }

  int extent(int axis) {
    return type.shape().extent(axis);
  }

  double get(int index) {
    return switch (type.dtype()) {
      case FLOAT32 -> ((float[]) array)[index];
      case FLOAT64 -> ((double[]) array)[index];
      case INT32 -> ((int[]) array)[index];
      case INT64 -> ((long[]) array)[index];
      case BOOL -> ((byte[]) array)[index];
    };
  }

  long getLong(int index) {
    return switch (type.dtype()) {
      case INT64 -> ((long[]) array)[index];
      default -> (long) get(index);
    };
  }

  void set(int index, double value) {
    switch (type.dtype()) {
      case FLOAT32 -> ((float[]) array)[index] = (float) value;
      case FLOAT64 -> ((double[]) array)[index] = value;
      case INT32 -> ((int[]) array)[index] = (int) value;
      case INT64 -> ((long[]) array)[index] = (long) value;
      case BOOL -> ((byte[]) array)[index] = (byte) (value != 0 ? 1 : 0);
    }
  }

  void setLong(int index, long value) {
    switch (type.dtype()) {
      case FLOAT32 -> ((float[]) array)[index] = value;
      case INT32 -> ((int[]) array)[index] = (int) value;
      case INT64 -> ((long[]) array)[index] = value;
      default -> set(index, value);
    }
  }

  void copy(int index, Elements from, int at) {
    if (type.dtype().isInteger()) {
      setLong(index, from.getLong(at));
    } else {
      set(index, from.get(at));
    }
  }
}
