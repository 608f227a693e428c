package org.caracal.backend.java.indexing;

import org.caracal.array.TensorType;
import org.caracal.backend.Buffer;
import org.caracal.backend.HeapBuffer;
import org.caracal.backend.Kernel;
import org.caracal.backend.java.parallel.Partition;
import org.caracal.backend.java.parallel.ThreadPool;
import org.caracal.graph.Gather;

/** Copies slices {@code [a, E, b], [j] -> [a, j, b]}. */
final class GatherKernel implements Kernel {
  private final Indices index;
  private final Elements elements;
  private final int extent;
  private final int count;
  private final int slice;
  private final ThreadPool pool;
  private final ThreadPool.Task task = this::chunk;
  private final Partition parts;

  private Object source = new Object();
  private Object indices = new Object();
  private Object target = new Object();

  GatherKernel(Gather operation, TensorType input, TensorType picked, ThreadPool pool) {
    var shape = input.shape();
    var axis = shape.axis(operation.axis());
    this.extent = shape.extent(axis);
    this.index = new Indices(picked.dtype(), extent, operation.toString());
    this.elements = Elements.of(input.dtype());
    this.count = picked.shape().size();
    this.slice = shape.slice(axis + 1, shape.rank()).size();
    var slices = shape.slice(0, axis).size() * count;
    this.pool = pool;
    this.parts = Partition.of(pool, slices, slices * (5 + 0.1 * slice * input.dtype().bytes()));
  }

  @Override
  public void run(Buffer[] inputs, Buffer[] outputs) {
    source = ((HeapBuffer) inputs[0]).array();
    indices = ((HeapBuffer) inputs[1]).array();
    target = ((HeapBuffer) outputs[0]).array();
    pool.run(parts.chunks(), task);
  }

  private void chunk(int chunk, int worker) {
    for (var i = parts.start(chunk); i < parts.end(chunk); i++) {
      var from = (i / count * extent + index.get(indices, i % count)) * slice;
      if (slice == 1) {
        elements.move(source, from, target, i);
      } else {
        System.arraycopy(source, from, target, i * slice, slice);
      }
    }
  }
}
