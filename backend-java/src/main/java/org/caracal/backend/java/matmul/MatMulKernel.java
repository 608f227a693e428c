package org.caracal.backend.java.matmul;

import org.caracal.array.DType;
import org.caracal.array.TensorType;
import org.caracal.backend.Buffer;
import org.caracal.backend.HeapBuffer;
import org.caracal.backend.Kernel;
import org.caracal.backend.java.movement.StridedCopy;
import org.caracal.backend.java.parallel.Partition;
import org.caracal.backend.java.parallel.Scratch;
import org.caracal.backend.java.parallel.ThreadPool;
import org.caracal.backend.java.parallel.Workspace;
import org.caracal.graph.MatMul;

/** Matrix products of a batch of matrices. */
public final class MatMulKernel implements Kernel {
  private final boolean wide;
  private final boolean transposeLeft;
  private final int batch;
  private final int m;
  private final int n;
  private final int k;
  private final boolean transposesRight;
  private final StridedCopy transpose;
  private final Scratch transposed;
  private final Partition rows;
  private final ThreadPool pool;
  private final ThreadPool.Task task = this::chunk;

  private Object a = new Object();
  private Object b = new Object();
  private Object c = new Object();

  /** A kernel for operands of these types. */
  public MatMulKernel(
      MatMul operation,
      TensorType left,
      TensorType right,
      TensorType output,
      ThreadPool pool,
      Workspace workspace) {
    this.wide = left.dtype() == DType.FLOAT64;
    this.transposeLeft = operation.transposeLeft();
    this.m = output.shape().extent(-2);
    this.n = output.shape().extent(-1);
    this.k = left.shape().extent(operation.transposeLeft() ? -2 : -1);
    this.batch = left.shape().slice(0, left.shape().rank() - 2).size();
    this.transposesRight = operation.transposeRight();
    this.transpose =
        new StridedCopy(
            left.dtype(),
            new int[] {batch, k, n},
            0,
            new int[] {k * n, 1, k},
            0,
            new int[] {k * n, n, 1},
            pool);
    this.transposed =
        workspace.shared(left.dtype(), "transposed", transposesRight ? batch * k * n : 0);
    this.rows = Partition.of(pool, batch * m, 0.2 * batch * m * n * k);
    this.pool = pool;
  }

  @Override
  public void run(Buffer[] inputs, Buffer[] outputs) {
    a = ((HeapBuffer) inputs[0]).array();
    b = ((HeapBuffer) inputs[1]).array();
    c = ((HeapBuffer) outputs[0]).array();
    if (transposesRight) {
      transpose.run(b, transposed.array());
      b = transposed.array();
    }
    pool.run(rows.chunks(), task);
  }

  private void chunk(int chunk, int worker) {
    for (var row = rows.start(chunk); row < rows.end(chunk); row++) {
      var matrix = row / m;
      var ao = matrix * m * k + (transposeLeft ? row % m : row % m * k);
      var ak = transposeLeft ? m : 1;
      if (wide) {
        DoubleProduct.run(
            1,
            n,
            k,
            (double[]) a,
            ao,
            0,
            ak,
            (double[]) b,
            matrix * k * n,
            (double[]) c,
            row * n,
            false);
      } else {
        FloatProduct.run(
            1,
            n,
            k,
            (float[]) a,
            ao,
            0,
            ak,
            (float[]) b,
            matrix * k * n,
            (float[]) c,
            row * n,
            false);
      }
    }
  }
}
