package org.caracal.backend.nativeblas;

import org.caracal.backend.Buffer;
import org.caracal.backend.HeapBuffer;
import org.caracal.backend.Kernel;
import org.caracal.backend.java.parallel.Partition;
import org.caracal.backend.java.parallel.ThreadPool;

/**
 * Large products, one after the other, each computed by all threads together: they copy the
 * operands, multiply {@link Tiles}, and copy the result back.
 */
final class TileKernel implements Kernel {
  private static final double NANOS_PER_COPY = 0.25;

  private final MatrixProduct product;
  private final Staging staging;
  private final ThreadPool pool;
  private final Tiles tiles;
  private final Partition operands;
  private final Partition results;
  private final ThreadPool.Task load = this::load;
  private final ThreadPool.Task multiply = this::multiply;
  private final ThreadPool.Task store = this::store;

  private Object a = new Object();
  private Object b = new Object();
  private Object c = new Object();
  private int index;

  TileKernel(MatrixProduct product, Tiles tiles, Staging staging, ThreadPool pool) {
    this.product = product;
    this.staging = staging;
    this.pool = pool;
    this.tiles = tiles;
    this.operands = copies(product.leftSize() + product.rightSize(), pool);
    this.results = copies(product.resultSize(), pool);
    staging.reserve((long) product.leftSize() + product.rightSize() + product.resultSize());
  }

  private static Partition copies(int elements, ThreadPool pool) {
    return Partition.of(pool, elements, NANOS_PER_COPY * elements);
  }

  @Override
  public void run(Buffer[] inputs, Buffer[] outputs) {
    a = ((HeapBuffer) inputs[0]).array();
    b = ((HeapBuffer) inputs[1]).array();
    c = ((HeapBuffer) outputs[0]).array();
    for (index = 0; index < product.batch(); index++) {
      pool.run(operands.chunks(), load);
      pool.run(tiles.count(), multiply);
      pool.run(results.chunks(), store);
    }
  }

  /** Copies a part of both operands, which lie here one behind the other. */
  private void load(int chunk, int worker) {
    var start = operands.start(chunk);
    var end = operands.end(chunk);
    var border = product.leftSize();
    if (start < border) {
      var count = Math.min(end, border) - start;
      staging.load(worker, a, index * border + start, start, count);
    }
    if (end > border) {
      var from = Math.max(start, border);
      var offset = index * product.rightSize() + from - border;
      staging.load(worker, b, offset, from, end - from);
    }
  }

  private void multiply(int tile, int worker) {
    var right = (long) product.leftSize();
    var result = right + product.rightSize();
    staging.multiply(
        worker,
        product,
        tiles.rows(tile),
        tiles.columns(tile),
        tiles.left(tile),
        right + tiles.right(tile),
        result + tiles.result(tile));
  }

  private void store(int chunk, int worker) {
    var start = results.start(chunk);
    var place = (long) product.leftSize() + product.rightSize() + start;
    var offset = index * product.resultSize() + start;
    staging.store(worker, place, c, offset, results.end(chunk) - start);
  }
}
