package org.caracal.backend.java.matmul;

import org.caracal.array.TensorType;
import org.caracal.backend.java.parallel.Finish;
import org.caracal.backend.java.parallel.Partition;
import org.caracal.backend.java.parallel.Producer;
import org.caracal.backend.java.parallel.ThreadPool;
import org.caracal.graph.MatMul;

/**
 * Products of matrices with one column each, such as a layer of one unit: a panel of that column
 * would be mostly empty. Terms are added as {@link RowDot} adds them, for any number of rows, so
 * that a prediction doesn't depend on which others are computed with it. Threads share the rows.
 */
public final class ColumnProductKernel implements Producer {
  /** Rows that are multiplied, and then finished, at a time. */
  private static final int ROWS = 64;

  /** Estimated time for an element of the left matrices, which come from memory at worst. */
  private static final double NANOS = 0.1;

  private final int m;
  private final int k;
  private final int groups;
  private final Partition pieces;
  private final RowDot dot;
  private final Finish finish;
  private final ThreadPool pool;
  private final ThreadPool.Task multiply = this::multiply;
  private Object left = new Object();
  private Object right = new Object();
  private Object result = new Object();

  /** A kernel for operands of these types. */
  public ColumnProductKernel(
      TensorType leftType, TensorType output, RowDot dot, Finish finish, ThreadPool pool) {
    this.dot = dot;
    this.finish = finish;
    this.pool = pool;
    m = output.shape().extent(-2);
    k = leftType.shape().extent(-1);
    groups = (m + ROWS - 1) / ROWS;
    var batch = output.shape().slice(0, output.shape().rank() - 2).size();
    pieces = Partition.of(pool, batch * groups, NANOS * batch * m * k);
  }

  /** Whether it is the kernel for a product. */
  public static boolean suits(MatMul operation, TensorType output) {
    return output.shape().extent(-1) == 1 && !operation.transposeLeft();
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
      var matrix = piece / groups;
      var first = piece % groups * ROWS;
      var rows = Math.min(ROWS, m - first);
      var put = matrix * m + first;
      dot.run(left, put * k, right, matrix * k, result, put, rows, k);
      finish.run(worker, put, rows);
    }
  }
}
