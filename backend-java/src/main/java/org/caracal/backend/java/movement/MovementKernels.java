package org.caracal.backend.java.movement;

import java.util.List;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;
import org.caracal.backend.Buffer;
import org.caracal.backend.HeapBuffer;
import org.caracal.backend.Kernel;
import org.caracal.backend.java.parallel.ThreadPool;
import org.caracal.graph.Broadcast;
import org.caracal.graph.Concat;
import org.caracal.graph.Iota;
import org.caracal.graph.Pad;
import org.caracal.graph.Reverse;
import org.caracal.graph.Slice;
import org.caracal.graph.Transpose;

/** Kernels of the operations that only move elements, each as one or more {@link StridedCopy}s. */
public final class MovementKernels {
  private final ThreadPool pool;

  /** Kernels that run on the threads of a pool. */
  public MovementKernels(ThreadPool pool) {
    this.pool = pool;
  }

  /** Exchanges axes. */
  public Kernel transpose(Transpose operation, TensorType input, TensorType output) {
    var own = input.shape().strides();
    var strides = operation.permutation().stream().mapToInt(axis -> own[axis]).toArray();
    return gather(output, 0, strides);
  }

  /** Repeats elements along new axes and axes of extent 1. */
  public Kernel broadcast(Broadcast operation, TensorType input, TensorType output) {
    var own = input.shape().strides();
    var strides = new int[output.shape().rank()];
    var missing = strides.length - own.length;
    for (var axis = 0; axis < own.length; axis++) {
      strides[missing + axis] = input.shape().extent(axis) == 1 ? 0 : own[axis];
    }
    return gather(output, 0, strides);
  }

  /** Picks every so many elements from a box. */
  public Kernel slice(Slice operation, TensorType input, TensorType output) {
    var strides = input.shape().strides();
    var offset = 0;
    for (var axis = 0; axis < strides.length; axis++) {
      offset += operation.start().get(axis) * strides[axis];
      strides[axis] *= operation.step().get(axis);
    }
    return gather(output, offset, strides);
  }

  /** Reverses axes. */
  public Kernel reverse(Reverse operation, TensorType input, TensorType output) {
    var strides = input.shape().strides();
    var offset = 0;
    for (var axis : operation.axes().stream().mapToInt(input.shape()::axis).distinct().toArray()) {
      offset += (input.shape().extent(axis) - 1) * strides[axis];
      strides[axis] = -strides[axis];
    }
    return gather(output, offset, strides);
  }

  /** Puts a constant around and between the elements. */
  public Kernel pad(Pad operation, TensorType input, TensorType output) {
    var strides = output.shape().strides();
    var offset = 0;
    for (var axis = 0; axis < strides.length; axis++) {
      offset += operation.low().get(axis) * strides[axis];
      strides[axis] *= operation.interior().get(axis) + 1;
    }
    var extents = input.shape().toArray();
    var copy =
        new StridedCopy(input.dtype(), extents, 0, input.shape().strides(), offset, strides, pool);
    var length = output.shape().size();
    return (in, out) -> {
      Fill.run(output.dtype(), array(out[0]), length, operation.value());
      copy.run(array(in[0]), array(out[0]));
    };
  }

  /** Puts operands one after the other along an axis. */
  public Kernel concat(Concat operation, List<TensorType> inputs, TensorType output) {
    var strides = output.shape().strides();
    var axis = output.shape().axis(operation.axis());
    var copies = new StridedCopy[inputs.size()];
    var offset = 0;
    for (var i = 0; i < copies.length; i++) {
      var shape = inputs.get(i).shape();
      copies[i] =
          new StridedCopy(
              output.dtype(), shape.toArray(), 0, shape.strides(), offset, strides, pool);
      offset += shape.extent(axis) * strides[axis];
    }
    return (in, out) -> {
      for (var i = 0; i < copies.length; i++) {
        copies[i].run(array(in[i]), array(out[0]));
      }
    };
  }

  /** Writes each element's index along an axis. */
  public Kernel iota(Iota operation) {
    var shape = operation.type().shape();
    var axis = shape.axis(operation.axis());
    var counts = operation.type().dtype().newArray(shape.extent(axis));
    for (var i = 0; i < shape.extent(axis); i++) {
      switch (operation.type().dtype()) {
        case FLOAT32 -> ((float[]) counts)[i] = i;
        case FLOAT64 -> ((double[]) counts)[i] = i;
        case INT32 -> ((int[]) counts)[i] = i;
        case INT64 -> ((long[]) counts)[i] = i;
        case BOOL -> ((byte[]) counts)[i] = (byte) (i != 0 ? 1 : 0);
      }
    }
    var strides = new int[shape.rank()];
    strides[axis] = 1;
    var copy = copy(operation.type(), 0, strides);
    return (in, out) -> copy.run(counts, array(out[0]));
  }

  /** Copies elements as they are. */
  public Kernel copy(TensorType type) {
    return gather(type.withShape(Shape.of(type.shape().size())), 0, new int[] {1});
  }

  private Kernel gather(TensorType output, int offset, int[] strides) {
    var copy = copy(output, offset, strides);
    return (in, out) -> copy.run(array(in[0]), array(out[0]));
  }

  private StridedCopy copy(TensorType output, int offset, int[] strides) {
    var shape = output.shape();
    return new StridedCopy(
        output.dtype(), shape.toArray(), offset, strides, 0, shape.strides(), pool);
  }

  private static Object array(Buffer buffer) {
    return ((HeapBuffer) buffer).array();
  }
}
