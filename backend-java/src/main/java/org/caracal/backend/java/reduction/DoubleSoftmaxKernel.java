package org.caracal.backend.java.reduction;

import org.caracal.array.DType;
import org.caracal.backend.Buffer;
import org.caracal.backend.HeapBuffer;
import org.caracal.backend.Kernel;
import org.caracal.backend.java.elementwise.DoubleLoops;
import org.caracal.backend.java.parallel.Partition;
import org.caracal.backend.java.parallel.Scratch;
import org.caracal.backend.java.parallel.ThreadPool;
import org.caracal.backend.java.parallel.Workspace;
import org.caracal.graph.Reduce;
import org.caracal.graph.Unary;

/**
 * Softmax, or its logarithm, of the rows of a {@code float64} matrix: {@code e^(x - max) / sum e^(x
 * - max)}.
 */
final class DoubleSoftmaxKernel implements Kernel {
  private final int columns;
  private final boolean logarithm;
  private final DoubleReductions max;
  private final DoubleReductions sum;
  private final DoubleLoops.One exp;
  private final DoubleLoops.One log = DoubleLoops.unary(Unary.Function.LOG);
  private final ThreadPool pool;
  private final ThreadPool.Task task = this::chunk;
  private final Partition rows;
  private final Scratch[] lanes;
  private final Scratch[] exponentials;

  private double[] x = {};
  private double[] r = {};

  DoubleSoftmaxKernel(
      int size,
      int columns,
      boolean logarithm,
      ReductionLoops loops,
      ThreadPool pool,
      Workspace workspace) {
    this.columns = columns;
    this.logarithm = logarithm;
    this.max = loops.doubles(Reduce.Function.MAX);
    this.sum = loops.doubles(Reduce.Function.SUM);
    this.exp = loops.doubleExp();
    this.pool = pool;
    rows = Partition.of(pool, columns == 0 ? 0 : size / columns, 3.0 * size);
    lanes = workspace.each(pool.threads(), DType.FLOAT64, "lanes", Reductions.LANES);
    exponentials =
        workspace.each(pool.threads(), DType.FLOAT64, "exponentials", logarithm ? columns : 0);
  }

  @Override
  public void run(Buffer[] inputs, Buffer[] outputs) {
    x = ((HeapBuffer) inputs[0]).doubles();
    r = ((HeapBuffer) outputs[0]).doubles();
    pool.run(rows.chunks(), task);
  }

  private void chunk(int chunk, int worker) {
    var partial = lanes[worker].doubles();
    for (var row = rows.start(chunk); row < rows.end(chunk); row++) {
      var at = row * columns;
      shift(x, r, at, max.max(x, at, columns, partial));
      if (logarithm) {
        var aside = exponentials[worker].doubles();
        exp.run(r, at, aside, 0, columns);
        partial[0] = sum.sum(aside, 0, columns, partial);
        log.run(partial, 0, partial, 0, 1);
        shift(r, r, at, partial[0]);
      } else {
        exp.run(r, at, r, at, columns);
        divide(r, at, sum.sum(r, at, columns, partial));
      }
    }
  }

  private void shift(double[] from, double[] to, int at, double offset) {
    for (var i = 0; i < columns; i++) {
      to[at + i] = from[at + i] - offset;
    }
  }

  private void divide(double[] elements, int at, double divisor) {
    for (var i = 0; i < columns; i++) {
      elements[at + i] /= divisor;
    }
  }
}
