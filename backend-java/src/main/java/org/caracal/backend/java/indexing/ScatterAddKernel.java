package org.caracal.backend.java.indexing;

import org.caracal.array.TensorType;
import org.caracal.backend.Buffer;
import org.caracal.backend.HeapBuffer;
import org.caracal.backend.Kernel;
import org.caracal.backend.java.movement.Fill;
import org.caracal.backend.java.parallel.Partition;
import org.caracal.backend.java.parallel.ThreadPool;
import org.caracal.graph.ScatterAdd;

/**
 * Adds up slices {@code [a, j, b], [j] -> [a, E, b]}; threads share the columns b, so the order of
 * sums is fixed.
 */
final class ScatterAddKernel implements Kernel {
  private static final int COLUMNS = 32;

  private final Indices index;
  private final Elements elements;
  private final TensorType output;
  private final int length;
  private final int extent;
  private final int count;
  private final int slice;
  private final int slices;
  private final ThreadPool pool;
  private final ThreadPool.Task task = this::chunk;
  private final Partition stripes;

  private Object updates = new Object();
  private Object indices = new Object();
  private Object target = new Object();

  ScatterAddKernel(
      ScatterAdd operation,
      TensorType input,
      TensorType places,
      TensorType output,
      ThreadPool pool) {
    var shape = output.shape();
    this.output = output;
    this.length = shape.size();
    this.extent = operation.extent();
    this.index = new Indices(places.dtype(), extent, operation.toString());
    this.elements = Elements.of(input.dtype());
    this.count = places.shape().size();
    this.slice = shape.slice(operation.axis() + 1, shape.rank()).size();
    this.slices = shape.slice(0, operation.axis()).size() * count;
    this.pool = pool;
    this.stripes = Partition.of(pool, (slice + COLUMNS - 1) / COLUMNS, slices * (5 + 0.15 * slice));
  }

  @Override
  public void run(Buffer[] inputs, Buffer[] outputs) {
    updates = ((HeapBuffer) inputs[0]).array();
    indices = ((HeapBuffer) inputs[1]).array();
    target = ((HeapBuffer) outputs[0]).array();
    Fill.run(output.dtype(), target, length, 0);
    pool.run(stripes.chunks(), task);
  }

  private void chunk(int chunk, int worker) {
    var column = stripes.start(chunk) * COLUMNS;
    var columns = Math.min(stripes.end(chunk) * COLUMNS, slice) - column;
    for (var i = 0; i < slices; i++) {
      var to = (i / count * extent + index.get(indices, i % count)) * slice + column;
      elements.add(updates, i * slice + column, target, to, columns);
    }
  }
}
