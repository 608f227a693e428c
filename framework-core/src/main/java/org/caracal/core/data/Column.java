package org.caracal.core.data;

import org.caracal.array.DType;
import org.caracal.array.NdArray;

/**
 * The values of one feature of all examples, kept in few bytes and widened when a batch is read.
 */
interface Column {
  /** Copies the value of an example into a row of a batch. */
  void read(int example, NdArray batch, int row);

  /**
   * Unsigned bytes.
   *
   * @param bytes all values
   * @param size number of elements of each example
   */
  record Bytes(byte[] bytes, int size) implements Column {
    @Override
    public void read(int example, NdArray batch, int row) {
      var from = example * size;
      var to = row * size;
      if (batch.dtype() == DType.FLOAT32) {
        var target = batch.floats();
        for (var i = 0; i < size; i++) {
          target[to + i] = bytes[from + i] & 0xFF;
        }
      } else {
        for (var i = 0; i < size; i++) {
          batch.setDouble(to + i, bytes[from + i] & 0xFF);
        }
      }
    }
  }

  /**
   * An array of the feature's element type.
   *
   * @param array all values
   * @param size number of elements of each example
   */
  record Whole(NdArray array, int size) implements Column {
    @Override
    public void read(int example, NdArray batch, int row) {
      array.copyTo(example * size, batch, row * size, size);
    }
  }

  /**
   * Overlapping windows of a sequence.
   *
   * @param sequence the sequence
   * @param offset where the window of example 0 begins
   * @param stride distance between the windows of two examples
   * @param size length of each window
   */
  record Windows(NdArray sequence, int offset, int stride, int size) implements Column {
    @Override
    public void read(int example, NdArray batch, int row) {
      sequence.copyTo(offset + example * stride, batch, row * size, size);
    }
  }
}
