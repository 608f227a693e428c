package org.caracal.backend.nativeblas;

import org.caracal.backend.Buffer;
import org.caracal.backend.HeapBuffer;
import org.caracal.backend.Kernel;
import org.caracal.backend.java.parallel.Partition;
import org.caracal.backend.java.parallel.ThreadPool;

/**
 * Products of which each thread computes some on its own: it copies the operands of one, multiplies
 * them while they are in its cache, and copies the result back.
 */
final class BatchKernel implements Kernel {
  private final MatrixProduct product;
  private final Staging staging;
  private final ThreadPool pool;
  private final Partition products;
  private final int slot;
  private final ThreadPool.Task task = this::chunk;

  private Object a = new Object();
  private Object b = new Object();
  private Object c = new Object();

  BatchKernel(MatrixProduct product, Staging staging, ThreadPool pool) {
    this.product = product;
    this.staging = staging;
    this.pool = pool;
    this.products =
        Partition.of(pool, product.batch(), product.batch() * product.operations() / Tiles.SPEED);
    this.slot = product.leftSize() + product.rightSize() + product.resultSize();
    staging.reserve((long) slot * pool.threads());
  }

  @Override
  public void run(Buffer[] inputs, Buffer[] outputs) {
    a = ((HeapBuffer) inputs[0]).array();
    b = ((HeapBuffer) inputs[1]).array();
    c = ((HeapBuffer) outputs[0]).array();
    pool.run(products.chunks(), task);
  }

  private void chunk(int chunk, int worker) {
    var left = (long) slot * worker;
    var right = left + product.leftSize();
    var result = right + product.rightSize();
    for (var i = products.start(chunk); i < products.end(chunk); i++) {
      staging.load(worker, a, i * product.leftSize(), left, product.leftSize());
      staging.load(worker, b, i * product.rightSize(), right, product.rightSize());
      staging.multiply(worker, product, product.m(), product.n(), left, right, result);
      staging.store(worker, result, c, i * product.resultSize(), product.resultSize());
    }
  }
}
