package org.caracal.backend.java.matmul;

import org.caracal.array.TensorType;
import org.caracal.backend.java.parallel.Finish;
import org.caracal.backend.java.parallel.Partition;
import org.caracal.backend.java.parallel.Producer;
import org.caracal.backend.java.parallel.ThreadPool;
import org.caracal.graph.MatMul;

/**
 * Products of matrices with one column each, such as a layer of one unit: the sums of some rows are
 * computed side by side, in registers. A panel of that column would be mostly empty. Terms are
 * added as {@link Block} adds them. Threads share the rows.
 */
public final class ColumnProductKernel implements Producer {
  /** Rows at a time: with more, their indexes don't stay in registers. */
  private static final int ROWS = 4;

  /** Estimated time for an element of the left matrices. */
  private static final double NANOS = 0.2;

  private final int m;
  private final int k;
  private final int groups;
  private final Partition pieces;
  private final Finish finish;
  private final ThreadPool pool;
  private final ThreadPool.Task multiply = this::multiply;
  private Object left = new Object();
  private Object right = new Object();
  private Object result = new Object();

  /** A kernel for operands of these types. */
  public ColumnProductKernel(
      TensorType leftType, TensorType output, Finish finish, ThreadPool pool) {
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
      if (left instanceof float[] a) {
        multiply(a, put * k, (float[]) right, matrix * k, (float[]) result, put, rows);
      } else {
        multiply(
            (double[]) left, put * k, (double[]) right, matrix * k, (double[]) result, put, rows);
      }
      finish.run(worker, put, rows);
    }
  }

  private void multiply(float[] a, int at, float[] b, int from, float[] c, int put, int rows) {
    if (rows == ROWS) {
      four(a, at, b, from, k, c, put);
      return;
    }
    for (var i = 0; i < rows; i++) {
      var sum = 0f;
      for (var j = 0; j < k; j++) {
        sum = Math.fma(a[at + i * k + j], b[from + j], sum);
      }
      c[put + i] = sum;
    }
  }

  private static void four(float[] a, int at, float[] b, int from, int k, float[] c, int put) {
    var a1 = at + k;
    var a2 = a1 + k;
    var a3 = a2 + k;
    var s0 = 0f;
    var s1 = 0f;
    var s2 = 0f;
    var s3 = 0f;
    for (var j = 0; j < k; j++) {
      var x = b[from + j];
      s0 = Math.fma(a[at + j], x, s0);
      s1 = Math.fma(a[a1 + j], x, s1);
      s2 = Math.fma(a[a2 + j], x, s2);
      s3 = Math.fma(a[a3 + j], x, s3);
    }
    c[put] = s0;
    c[put + 1] = s1;
    c[put + 2] = s2;
    c[put + 3] = s3;
  }

  private void multiply(double[] a, int at, double[] b, int from, double[] c, int put, int rows) {
    if (rows == ROWS) {
      four(a, at, b, from, k, c, put);
      return;
    }
    for (var i = 0; i < rows; i++) {
      var sum = 0.0;
      for (var j = 0; j < k; j++) {
        sum = Math.fma(a[at + i * k + j], b[from + j], sum);
      }
      c[put + i] = sum;
    }
  }

  private static void four(double[] a, int at, double[] b, int from, int k, double[] c, int put) {
    var a1 = at + k;
    var a2 = a1 + k;
    var a3 = a2 + k;
    var s0 = 0.0;
    var s1 = 0.0;
    var s2 = 0.0;
    var s3 = 0.0;
    for (var j = 0; j < k; j++) {
      var x = b[from + j];
      s0 = Math.fma(a[at + j], x, s0);
      s1 = Math.fma(a[a1 + j], x, s1);
      s2 = Math.fma(a[a2 + j], x, s2);
      s3 = Math.fma(a[a3 + j], x, s3);
    }
    c[put] = s0;
    c[put + 1] = s1;
    c[put + 2] = s2;
    c[put + 3] = s3;
  }
}
