package org.caracal.backend.nativeblas;

import org.caracal.backend.Buffer;
import org.caracal.backend.HeapBuffer;
import org.caracal.backend.Kernel;
import org.caracal.backend.java.parallel.Partition;
import org.caracal.backend.java.parallel.ThreadPool;

/** Products of arrays where they lie, by {@link ForeignCalls}. */
final class ArrayKernel implements Kernel {
  /** In a call: a few milliseconds, in which the virtual machine cannot stop for the collector. */
  private static final double OPERATIONS = 5e8;

  private final MatrixProduct product;
  private final boolean wide;
  private final Tiles tiles;
  private final Partition parts;
  private final ThreadPool pool;
  private final ThreadPool.Task task = this::chunk;

  private Object a = new Object();
  private Object b = new Object();
  private Object c = new Object();

  ArrayKernel(MatrixProduct product, boolean wide, ThreadPool pool) {
    this.product = product;
    this.wide = wide;
    this.tiles = Tiles.of(product, pool, OPERATIONS);
    this.parts =
        Partition.of(
            pool,
            product.batch() * tiles.count(),
            product.batch() * product.operations() / Tiles.SPEED);
    this.pool = pool;
  }

  @Override
  public void run(Buffer[] inputs, Buffer[] outputs) {
    a = ((HeapBuffer) inputs[0]).array();
    b = ((HeapBuffer) inputs[1]).array();
    c = ((HeapBuffer) outputs[0]).array();
    pool.run(parts.chunks(), task);
  }

  private void chunk(int chunk, int worker) {
    for (var part = parts.start(chunk); part < parts.end(chunk); part++) {
      var matrix = part / tiles.count();
      var tile = part % tiles.count();
      var rows = tiles.rows(tile);
      var columns = tiles.columns(tile);
      var ao = matrix * product.leftSize() + tiles.left(tile);
      var bo = matrix * product.rightSize() + tiles.right(tile);
      var co = matrix * product.resultSize() + tiles.result(tile);
      if (wide) {
        ForeignCalls.multiply(
            product, rows, columns, (double[]) a, ao, (double[]) b, bo, (double[]) c, co);
      } else {
        ForeignCalls.multiply(
            product, rows, columns, (float[]) a, ao, (float[]) b, bo, (float[]) c, co);
      }
    }
  }
}
