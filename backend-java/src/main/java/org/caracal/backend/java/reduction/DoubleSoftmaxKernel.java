package org.caracal.backend.java.reduction;

import org.caracal.array.DType;
import org.caracal.backend.Buffer;
import org.caracal.backend.HeapBuffer;
import org.caracal.backend.Kernel;
import org.caracal.backend.java.elementwise.CompiledProgram;
import org.caracal.backend.java.elementwise.DoubleFunctions;
import org.caracal.backend.java.parallel.Partition;
import org.caracal.backend.java.parallel.Scratch;
import org.caracal.backend.java.parallel.ThreadPool;
import org.caracal.backend.java.parallel.Workspace;
import org.caracal.graph.Reduce;

/**
 * Softmax, or its logarithm, of the rows of a {@code float64} matrix: {@code e^(x - max) / sum e^(x
 * - max)}. Several short rows share a block of exponentials; long rows take several blocks.
 */
final class DoubleSoftmaxKernel implements Kernel {
  private static final int BLOCK = CompiledProgram.BLOCK;
  private static final double NANOS = 4;

  private final int columns;
  private final boolean logarithm;
  private final ReductionLoops loops;
  private final DoubleReductions max;
  private final DoubleReductions sum;
  private final DoubleFunctions functions;
  private final ThreadPool pool;
  private final ThreadPool.Task task = this::chunk;
  private final Partition rows;
  private final Scratch[] lanes;
  private final Scratch[] blocks;
  private final double[][][] scratch;

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
    this.loops = loops;
    this.max = loops.doubles(Reduce.Function.MAX);
    this.sum = loops.doubles(Reduce.Function.SUM);
    this.functions = loops.doubleFunctions();
    this.pool = pool;
    rows = Partition.of(pool, columns == 0 ? 0 : size / columns, NANOS * size);
    lanes = workspace.each(pool.threads(), DType.FLOAT64, "lanes", Reductions.LANES);
    blocks = workspace.each(pool.threads(), DType.FLOAT64, "exponentials", BLOCK);
    scratch = new double[pool.threads()][][];
    for (var worker = 0; worker < scratch.length; worker++) {
      scratch[worker] = workspace.doubleBlocks(worker, DoubleFunctions.BLOCKS, BLOCK);
    }
  }

  @Override
  public void run(Buffer[] inputs, Buffer[] outputs) {
    x = ((HeapBuffer) inputs[0]).doubles();
    r = ((HeapBuffer) outputs[0]).doubles();
    pool.run(rows.chunks(), task);
  }

  private void chunk(int chunk, int worker) {
    var together = Math.max(1, BLOCK / columns);
    for (var row = rows.start(chunk); row < rows.end(chunk); row += together) {
      if (columns <= BLOCK) {
        shortRows(row, Math.min(together, rows.end(chunk) - row), worker);
      } else {
        longRow(row * columns, worker);
      }
    }
  }

  private void shortRows(int row, int count, int worker) {
    var block = blocks[worker].doubles();
    var partial = lanes[worker].doubles();
    var start = row * columns;
    for (var i = 0; i < count * columns; i += columns) {
      loops.subtract(x, start + i, max.max(x, start + i, columns, partial), r, start + i, columns);
    }
    System.arraycopy(r, start, block, 0, count * columns);
    functions.exp(block, block, count * columns, scratch[worker]);
    for (var i = 0; i < count * columns; i += columns) {
      var total = sum.sum(block, i, columns, partial);
      if (logarithm) {
        loops.subtract(r, start + i, log(total), r, start + i, columns);
      } else {
        loops.divide(block, i, total, r, start + i, columns);
      }
    }
  }

  private void longRow(int start, int worker) {
    var block = blocks[worker].doubles();
    var partial = lanes[worker].doubles();
    var largest = max.max(x, start, columns, partial);
    var total = 0d;
    for (var i = 0; i < columns; i += BLOCK) {
      var length = Math.min(BLOCK, columns - i);
      loops.subtract(x, start + i, largest, block, 0, length);
      if (logarithm) {
        System.arraycopy(block, 0, r, start + i, length);
      }
      functions.exp(block, block, length, scratch[worker]);
      total += sum.sum(block, 0, length, partial);
      if (!logarithm) {
        System.arraycopy(block, 0, r, start + i, length);
      }
    }
    if (logarithm) {
      loops.subtract(r, start, log(total), r, start, columns);
    } else {
      loops.divide(r, start, total, r, start, columns);
    }
  }

  private static double log(double x) {
    return StrictMath.log(x);
  }
}
