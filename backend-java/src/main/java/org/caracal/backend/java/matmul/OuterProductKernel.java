package org.caracal.backend.java.matmul;

import org.caracal.array.TensorType;
import org.caracal.backend.java.parallel.Finish;
import org.caracal.backend.java.parallel.Partition;
import org.caracal.backend.java.parallel.Producer;
import org.caracal.backend.java.parallel.ThreadPool;
import org.caracal.graph.MatMul;

/**
 * Products of a column and a row, whose sums have one term each, such as a layer of one input:
 * nothing is worth packing. Threads share the rows of the results.
 */
public final class OuterProductKernel implements Producer {
  /** Elements of the result that are computed, and then finished, at a time. */
  private static final int ELEMENTS = 4096;

  /** Estimated time for an element of the result. */
  private static final double NANOS = 0.1;

  private final int m;
  private final int n;
  private final int rowStep;
  private final int rowSteps;
  private final Partition pieces;
  private final RowScale scale;
  private final Finish finish;
  private final ThreadPool pool;
  private final ThreadPool.Task multiply = this::multiply;
  private Object left = new Object();
  private Object right = new Object();
  private Object result = new Object();

  /** A kernel for a result of this type. */
  public OuterProductKernel(TensorType output, RowScale scale, Finish finish, ThreadPool pool) {
    this.scale = scale;
    this.finish = finish;
    this.pool = pool;
    m = output.shape().extent(-2);
    n = output.shape().extent(-1);
    rowStep = Math.max(1, Math.min(m, ELEMENTS / Math.max(1, n)));
    rowSteps = (m + rowStep - 1) / rowStep;
    var batch = output.shape().slice(0, output.shape().rank() - 2).size();
    pieces = Partition.of(pool, batch * rowSteps, NANOS * batch * m * n);
  }

  /** Whether it is the kernel for a product. */
  public static boolean suits(MatMul operation, TensorType leftType) {
    return leftType.shape().extent(operation.transposeLeft() ? -2 : -1) == 1;
  }

  @Override
  public void run(Object a, Object b, Object c) {
    left = a;
    right = b;
    result = c;
    pool.run(pieces.chunks(), multiply);
  }

  private void multiply(int chunk, int worker) {
    for (var piece = pieces.start(chunk); piece < pieces.end(chunk); piece++) {
      var matrix = piece / rowSteps;
      var first = piece % rowSteps * rowStep;
      var rows = Math.min(rowStep, m - first);
      var put = (matrix * m + first) * n;
      scale.run(left, matrix * m + first, right, matrix * n, result, put, rows, n);
      finish.run(worker, put, rows * n);
    }
  }
}
