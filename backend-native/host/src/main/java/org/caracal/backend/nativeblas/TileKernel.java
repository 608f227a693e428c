package org.caracal.backend.nativeblas;

import org.caracal.backend.Buffer;
import org.caracal.backend.HeapBuffer;
import org.caracal.backend.Kernel;
import org.caracal.backend.java.parallel.Partition;
import org.caracal.backend.java.parallel.ThreadPool;

/**
 * Large products, one after the other, each computed by all threads together: they copy the
 * operands, multiply tiles of rows or of columns, whichever there are more of, and copy the result
 * back. The division into tiles depends on the number of threads only.
 */
final class TileKernel implements Kernel {
  /** What OpenBLAS' kernels compute at once divides this on all processors. */
  private static final int GRANULE = 16;

  private static final double NANOS_PER_COPY = 0.25;

  private final MatrixProduct product;
  private final Staging staging;
  private final ThreadPool pool;
  private final boolean byRows;
  private final Partition tiles;
  private final Partition operands;
  private final Partition results;
  private final ThreadPool.Task load = this::load;
  private final ThreadPool.Task multiply = this::multiply;
  private final ThreadPool.Task store = this::store;

  private Object a = new Object();
  private Object b = new Object();
  private Object c = new Object();
  private int index;

  TileKernel(MatrixProduct product, Staging staging, ThreadPool pool, double nanos) {
    this.product = product;
    this.staging = staging;
    this.pool = pool;
    this.byRows = product.m() >= product.n();
    this.tiles = tiles(byRows ? product.m() : product.n(), pool, nanos);
    this.operands = copies(product.leftSize() + product.rightSize(), pool);
    this.results = copies(product.resultSize(), pool);
    staging.reserve((long) product.leftSize() + product.rightSize() + product.resultSize());
  }

  /** Few tiles, since OpenBLAS packs the other operand for each of them. */
  private static Partition tiles(int extent, ThreadPool pool, double nanos) {
    var granules = (extent + GRANULE - 1) / GRANULE;
    var wanted = Math.min(2 * pool.threads(), pool.chunks(nanos, granules));
    return new Partition(extent, (granules + wanted - 1) / wanted * GRANULE);
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
      pool.run(tiles.chunks(), multiply);
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

  private void multiply(int chunk, int worker) {
    var start = tiles.start(chunk);
    var extent = tiles.end(chunk) - start;
    var right = product.leftSize();
    var result = (long) right + product.rightSize();
    if (byRows) {
      staging.multiply(
          worker,
          product,
          extent,
          product.n(),
          product.leftOffset(start),
          right,
          result + (long) start * product.n());
    } else {
      staging.multiply(
          worker,
          product,
          product.m(),
          extent,
          0,
          right + product.rightOffset(start),
          result + start);
    }
  }

  private void store(int chunk, int worker) {
    var start = results.start(chunk);
    var place = (long) product.leftSize() + product.rightSize() + start;
    var offset = index * product.resultSize() + start;
    staging.store(worker, place, c, offset, results.end(chunk) - start);
  }
}
