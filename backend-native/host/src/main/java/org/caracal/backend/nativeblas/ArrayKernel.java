package org.caracal.backend.nativeblas;

import org.caracal.backend.Buffer;
import org.caracal.backend.HeapBuffer;
import org.caracal.backend.Kernel;
import org.caracal.backend.java.parallel.Partition;
import org.caracal.backend.java.parallel.ThreadPool;

/** Products of arrays where they lie, by {@link ForeignCalls}. */
final class ArrayKernel implements Kernel {
  /**
   * In a call: some ten milliseconds at most, in which the virtual machine cannot stop for the
   * collector.
   */
  private static final double OPERATIONS = 1.2e9;

  /**
   * Longer sums are computed in parts, each of which adds to the one before, and OpenBLAS packs
   * every operand once: tiles of few rows would have it pack the whole right matrix for each.
   */
  private static final int TERMS = 512;

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
    this.tiles = Tiles.of(product, pool, OPERATIONS * Math.max(1.0, product.k() / (double) TERMS));
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
      multiply(part / tiles.count(), part % tiles.count());
    }
  }

  private void multiply(int matrix, int tile) {
    var rows = tiles.rows(tile);
    var columns = tiles.columns(tile);
    var most = (int) (OPERATIONS / (2.0 * rows * columns)) / TERMS * TERMS;
    var step = Math.max(TERMS, most);
    var co = matrix * product.resultSize() + tiles.result(tile);
    for (var term = 0; term < product.k(); term += step) {
      var terms = Math.min(step, product.k() - term);
      var beta = term == 0 ? 0 : 1;
      var ao = matrix * product.leftSize() + tiles.left(tile) + product.leftTerm(term);
      var bo = matrix * product.rightSize() + tiles.right(tile) + product.rightTerm(term);
      if (wide) {
        ForeignCalls.multiply(
            product,
            rows,
            columns,
            terms,
            (double[]) a,
            ao,
            (double[]) b,
            bo,
            beta,
            (double[]) c,
            co);
      } else {
        ForeignCalls.multiply(
            product, rows, columns, terms, (float[]) a, ao, (float[]) b, bo, beta, (float[]) c, co);
      }
    }
  }
}
