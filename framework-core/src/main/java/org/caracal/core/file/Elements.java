package org.caracal.core.file;

import java.nio.ByteBuffer;
import org.caracal.array.NdArray;
import org.caracal.array.TensorType;

/** Elements of arrays as bytes, in the byte order of the buffer. */
final class Elements {
  private Elements() {}

  /** Appends all elements. */
  static void write(NdArray array, ByteBuffer target) {
    var bytes = array.size() * array.dtype().bytes();
    switch (array.dtype()) {
      case FLOAT32 -> target.asFloatBuffer().put(array.floats(), 0, array.size());
      case FLOAT64 -> target.asDoubleBuffer().put(array.doubles(), 0, array.size());
      case INT32 -> target.asIntBuffer().put(array.ints(), 0, array.size());
      case INT64 -> target.asLongBuffer().put(array.longs(), 0, array.size());
      case BOOL -> target.slice().put((byte[]) array.elements(), 0, array.size());
    }
    target.position(target.position() + bytes);
  }

  /** Reads all elements of an array of that type. */
  static NdArray read(TensorType type, ByteBuffer source) {
    var array = NdArray.zeros(type);
    switch (type.dtype()) {
      case FLOAT32 -> source.asFloatBuffer().get(array.floats());
      case FLOAT64 -> source.asDoubleBuffer().get(array.doubles());
      case INT32 -> source.asIntBuffer().get(array.ints());
      case INT64 -> source.asLongBuffer().get(array.longs());
      case BOOL -> readTruths((byte[]) array.elements(), source.slice());
    }
    return array;
  }

  /** Whatever is not 0 is true, and true is 1. */
  private static void readTruths(byte[] target, ByteBuffer source) {
    for (var i = 0; i < target.length; i++) {
      target[i] = (byte) (source.get(i) == 0 ? 0 : 1);
    }
  }
}
