package org.caracal.core.training;

import org.caracal.array.NdArray;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;
import org.caracal.backend.Buffer;

/** One number in a buffer, read and written without allocation. */
final class Scalar {
  private final Buffer buffer;
  private final NdArray value;

  Scalar(Buffer buffer) {
    this.buffer = buffer;
    this.value = NdArray.zeros(new TensorType(buffer.dtype(), Shape.SCALAR));
  }

  void write(double number) {
    value.setDouble(0, number);
    buffer.write(value.elements());
  }

  double read() {
    buffer.read(value.elements());
    return value.getDouble(0);
  }
}
