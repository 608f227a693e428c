package org.caracal.backend.java.indexing;

import org.caracal.array.Shape;
import org.caracal.array.TensorType;
import org.caracal.backend.Buffer;
import org.caracal.backend.HeapBuffer;
import org.caracal.backend.Kernel;
import org.caracal.backend.java.movement.Fill;
import org.caracal.backend.java.parallel.Partition;
import org.caracal.backend.java.parallel.ThreadPool;

/**
 * Picks single elements by index along an axis of {@code [outer, E, inner]} into {@code [outer, J,
 * inner]}, or adds the latter up into the former. Threads share the outer indices, so the order of
 * sums is fixed.
 */
final class ElementIndexKernel implements Kernel {
  private final boolean adds;
  private final Indices index;
  private final Elements elements;
  private final TensorType output;
  private final int outputLength;
  private final int extent;
  private final int count;
  private final int inner;
  private final ThreadPool pool;
  private final ThreadPool.Task task = this::chunk;
  private final Partition parts;

  private Object source = new Object();
  private Object indices = new Object();
  private Object target = new Object();

  private ElementIndexKernel(
      boolean adds,
      String name,
      int axis,
      Shape indexed,
      TensorType places,
      TensorType output,
      ThreadPool pool) {
    this.adds = adds;
    this.extent = indexed.extent(axis);
    this.count = places.shape().extent(axis);
    var outer = indexed.slice(0, axis).size();
    this.inner = indexed.slice(axis + 1, indexed.rank()).size();
    this.index = new Indices(places.dtype(), extent, name);
    this.elements = Elements.of(output.dtype());
    this.output = output;
    this.outputLength = output.shape().size();
    this.pool = pool;
    this.parts = Partition.of(pool, outer, 3.0 * outer * count * inner);
  }

  static Kernel gather(
      String name,
      int axis,
      TensorType input,
      TensorType places,
      TensorType output,
      ThreadPool pool) {
    return new ElementIndexKernel(false, name, axis, input.shape(), places, output, pool);
  }

  static Kernel scatter(
      String name, int axis, TensorType places, TensorType output, ThreadPool pool) {
    return new ElementIndexKernel(true, name, axis, output.shape(), places, output, pool);
  }

  @Override
  public void run(Buffer[] inputs, Buffer[] outputs) {
    source = ((HeapBuffer) inputs[0]).array();
    indices = ((HeapBuffer) inputs[1]).array();
    target = ((HeapBuffer) outputs[0]).array();
    if (adds) {
      Fill.run(output.dtype(), target, outputLength, 0);
    }
    pool.run(parts.chunks(), task);
  }

  private void chunk(int chunk, int worker) {
    for (var o = parts.start(chunk); o < parts.end(chunk); o++) {
      for (var j = 0; j < count * inner; j++) {
        var at = o * count * inner + j;
        var indexed = (o * extent + index.get(indices, at)) * inner + j % inner;
        if (adds) {
          elements.add(source, at, target, indexed);
        } else {
          elements.move(source, indexed, target, at);
        }
      }
    }
  }
}
