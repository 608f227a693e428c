package org.caracal.backend.java.matmul;

import org.caracal.array.TensorType;
import org.caracal.backend.java.movement.Fill;
import org.caracal.backend.java.parallel.Finish;
import org.caracal.backend.java.parallel.Producer;
import org.caracal.backend.java.parallel.ThreadPool;
import org.caracal.graph.MatMul;

/**
 * Matrix products whose left matrices have few rows, such as the prediction for one example: the
 * right matrices, which are read once, are worth no packing and are read row by row, in the order
 * in which they stand. So are left matrices by whose transposes a column is multiplied: transposed,
 * it is a row. Terms are added as {@link Block} adds them. Threads share the columns.
 */
public final class RowProductKernel implements Producer {
  /** The largest number of rows for which this pays. */
  private static final int MOST_ROWS = 4;

  /** Terms that are added to all rows before the next ones, so that they stay in the cache. */
  private static final int TERMS = 8;

  /** Columns whose sums stay in the first-level cache. */
  private static final int COLUMNS = 1024;

  /** Estimated time for an element of the right matrices, which come from memory at worst. */
  private static final double NANOS = 0.1;

  private final TensorType output;
  private final boolean swapped;
  private final int m;
  private final int n;
  private final int k;
  private final int rowStep;
  private final int termStep;
  private final int columnStep;
  private final int columnSteps;
  private final int pieces;
  private final RowSum sum;
  private final Finish finish;
  private final ThreadPool pool;
  private final ThreadPool.Task multiply = this::multiply;
  private Object left = new Object();
  private Object right = new Object();
  private Object result = new Object();

  /** A kernel for operands of these types. */
  public RowProductKernel(
      MatMul operation,
      TensorType leftType,
      TensorType output,
      RowSum sum,
      Finish finish,
      ThreadPool pool) {
    this.output = output;
    this.sum = sum;
    this.finish = finish;
    this.pool = pool;
    swapped = isColumn(operation, output);
    m = output.shape().extent(swapped ? -1 : -2);
    n = output.shape().extent(swapped ? -2 : -1);
    k = MatMulKernel.terms(operation, leftType);
    rowStep = operation.transposeLeft() ? 1 : k;
    termStep = operation.transposeLeft() ? m : 1;
    var batch = output.shape().slice(0, output.shape().rank() - 2).size();
    var chunks = pool.chunks(NANOS * batch * k * n, 2L * pool.threads());
    var parts = Math.max(1, chunks / Math.max(1, batch));
    columnStep = Math.min(COLUMNS, n / parts / 16 * 16 + 16);
    columnSteps = (n + columnStep - 1) / columnStep;
    pieces = batch * columnSteps;
  }

  /** Whether it is the kernel for a product. */
  public static boolean suits(MatMul operation, TensorType output) {
    return output.shape().extent(-2) <= MOST_ROWS && !operation.transposeRight()
        || isColumn(operation, output);
  }

  private static boolean isColumn(MatMul operation, TensorType output) {
    return output.shape().extent(-1) == 1 && operation.transposeLeft();
  }

  @Override
  public void run(Object a, Object b, Object c) {
    left = swapped ? b : a;
    right = swapped ? a : b;
    result = c;
    Fill.run(output.dtype(), c, output.shape().size(), 0);
    pool.run(pieces, multiply);
  }

  private void multiply(int piece, int worker) {
    var matrix = piece / columnSteps;
    var column = piece % columnSteps * columnStep;
    var columns = Math.min(columnStep, n - column);
    var put = matrix * m * n + column;
    for (var term = 0; term < k; term += TERMS) {
      var terms = Math.min(TERMS, k - term);
      var at = (matrix * k + term) * n + column;
      for (var row = 0; row < m; row++) {
        var from = matrix * m * k + row * rowStep + term * termStep;
        sum.add(left, from, termStep, right, at, n, result, put + row * n, columns, terms);
      }
    }
    for (var row = 0; row < m; row++) {
      finish.run(worker, put + row * n, columns);
    }
  }
}
