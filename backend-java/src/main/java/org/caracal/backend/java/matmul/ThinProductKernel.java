package org.caracal.backend.java.matmul;

import org.caracal.array.TensorType;
import org.caracal.backend.java.parallel.Finish;
import org.caracal.backend.java.parallel.Partition;
import org.caracal.backend.java.parallel.Producer;
import org.caracal.backend.java.parallel.ThreadPool;
import org.caracal.graph.MatMul;

/**
 * Products with matrices of one column, such as a layer of one unit, and those of a column and a
 * row, such as a layer of one input: a panel would be mostly empty, and nothing is worth packing.
 * Terms are added as {@link RowDot} adds them, for any number of rows, so that a prediction doesn't
 * depend on which others are computed with it. Threads share the rows.
 */
public final class ThinProductKernel implements Producer {
  /** The most rows that are multiplied, and then finished, at a time. */
  private static final int ROWS = 64;

  /** About how many elements of the result are, at most. */
  private static final int ELEMENTS = 4096;

  /** Estimated time for a multiplication, whose operands come from memory at worst. */
  private static final double NANOS = 0.1;

  private final int m;
  private final int n;
  private final int k;
  private final int rowStep;
  private final int rowSteps;
  private final Partition pieces;
  private final ThinLoops loops;
  private final Finish finish;
  private final ThreadPool pool;
  private final ThreadPool.Task multiply = this::multiply;
  private Object left = new Object();
  private Object right = new Object();
  private Object result = new Object();

  /**
   * A kernel for operands of these types.
   *
   * @param loops {@link RowScale} for one term, else {@link RowDot}
   */
  public ThinProductKernel(
      MatMul operation,
      TensorType leftType,
      TensorType output,
      ThinLoops loops,
      Finish finish,
      ThreadPool pool) {
    this.loops = loops;
    this.finish = finish;
    this.pool = pool;
    m = output.shape().extent(-2);
    n = output.shape().extent(-1);
    k = MatMulKernel.terms(operation, leftType);
    rowStep = Math.max(1, Math.min(ROWS, ELEMENTS / Math.max(1, n)));
    rowSteps = (m + rowStep - 1) / rowStep;
    var batch = output.shape().slice(0, output.shape().rank() - 2).size();
    pieces = Partition.of(pool, batch * rowSteps, NANOS * batch * m * n * k);
  }

  /** Whether it is the kernel for a product. */
  public static boolean suits(MatMul operation, TensorType leftType, TensorType output) {
    return isOfOneTerm(operation, leftType)
        || output.shape().extent(-1) == 1 && !operation.transposeLeft();
  }

  /** Whether sums have one term each. */
  public static boolean isOfOneTerm(MatMul operation, TensorType leftType) {
    return MatMulKernel.terms(operation, leftType) == 1;
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
      var row = matrix * m + first;
      loops.run(left, row * k, right, matrix * k * n, result, row * n, rows, k * n);
      finish.run(worker, row * n, rows * n);
    }
  }
}
