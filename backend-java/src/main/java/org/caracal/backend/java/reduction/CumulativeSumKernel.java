package org.caracal.backend.java.reduction;

import org.caracal.array.TensorType;
import org.caracal.backend.Buffer;
import org.caracal.backend.HeapBuffer;
import org.caracal.backend.Kernel;
import org.caracal.graph.CumulativeSum;

/** Running sums along an axis, each from one end to the other. */
final class CumulativeSumKernel implements Kernel {
  private final CumulativeSum operation;
  private final TensorType type;
  private final int outer;
  private final int extent;
  private final int inner;

  CumulativeSumKernel(CumulativeSum operation, TensorType type) {
    this.operation = operation;
    this.type = type;
    var shape = type.shape();
    var axis = shape.axis(operation.axis());
    outer = shape.slice(0, axis).size();
    extent = shape.extent(axis);
    inner = shape.slice(axis + 1, shape.rank()).size();
  }

  @Override
  public void run(Buffer[] inputs, Buffer[] outputs) {
    var x = ((HeapBuffer) inputs[0]).array();
    var r = ((HeapBuffer) outputs[0]).array();
    var step = operation.reverse() ? -inner : inner;
    for (var line = 0; line < outer * inner && extent > 0; line++) {
      var first =
          line / inner * extent * inner
              + line % inner
              + (operation.reverse() ? (extent - 1) * inner : 0);
      switch (type.dtype()) {
        case FLOAT32 -> sum((float[]) x, (float[]) r, first, step);
        case FLOAT64 -> sum((double[]) x, (double[]) r, first, step);
        case INT32 -> sum((int[]) x, (int[]) r, first, step);
        case INT64 -> sum((long[]) x, (long[]) r, first, step);
        case BOOL -> throw new IllegalArgumentException("bool has no sums");
      }
    }
  }

  private void sum(float[] x, float[] r, int first, int step) {
    var sum = 0f;
    for (var i = 0; i < extent; i++) {
      var before = sum;
      sum += x[first + i * step];
      r[first + i * step] = operation.exclusive() ? before : sum;
    }
  }

  private void sum(double[] x, double[] r, int first, int step) {
    var sum = 0d;
    for (var i = 0; i < extent; i++) {
      var before = sum;
      sum += x[first + i * step];
      r[first + i * step] = operation.exclusive() ? before : sum;
    }
  }

  private void sum(int[] x, int[] r, int first, int step) {
    var sum = 0;
    for (var i = 0; i < extent; i++) {
      var before = sum;
      sum += x[first + i * step];
      r[first + i * step] = operation.exclusive() ? before : sum;
    }
  }

  private void sum(long[] x, long[] r, int first, int step) {
    var sum = 0L;
    for (var i = 0; i < extent; i++) {
      var before = sum;
      sum += x[first + i * step];
      r[first + i * step] = operation.exclusive() ? before : sum;
    }
  }
}
