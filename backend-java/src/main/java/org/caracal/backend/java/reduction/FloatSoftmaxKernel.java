package org.caracal.backend.java.reduction;

import org.caracal.array.DType;
import org.caracal.backend.Buffer;
import org.caracal.backend.HeapBuffer;
import org.caracal.backend.Kernel;
import org.caracal.backend.java.elementwise.CompiledProgram;
import org.caracal.backend.java.elementwise.FloatFunctions;
import org.caracal.backend.java.parallel.Partition;
import org.caracal.backend.java.parallel.Scratch;
import org.caracal.backend.java.parallel.ThreadPool;
import org.caracal.backend.java.parallel.Workspace;
import org.caracal.graph.Reduce;

/**
 * Softmax, or its logarithm, of the rows of a {@code float32} matrix: {@code e^(x - max) / sum e^(x
 * - max)}. Several short rows share a block of exponentials; long rows take several blocks.
 */
final class FloatSoftmaxKernel implements Kernel {
  private static final int BLOCK = CompiledProgram.BLOCK;
  private static final double NANOS = 2;

  private final int columns;
  private final boolean logarithm;
  private final ReductionLoops loops;
  private final FloatReductions max;
  private final FloatReductions sum;
  private final FloatFunctions functions;
  private final ThreadPool pool;
  private final ThreadPool.Task task = this::chunk;
  private final Partition rows;
  private final Scratch[] lanes;
  private final Scratch[] blocks;
  private final Scratch[] totals;
  private final float[][][] scratch;

  private float[] x = {};
  private float[] r = {};

  FloatSoftmaxKernel(
      int size,
      int columns,
      boolean logarithm,
      ReductionLoops loops,
      ThreadPool pool,
      Workspace workspace) {
    this.columns = columns;
    this.logarithm = logarithm;
    this.loops = loops;
    this.max = loops.floats(Reduce.Function.MAX);
    this.sum = loops.floats(Reduce.Function.SUM);
    this.functions = loops.floatFunctions();
    this.pool = pool;
    rows = Partition.of(pool, columns == 0 ? 0 : size / columns, NANOS * size);
    lanes = workspace.each(pool.threads(), DType.FLOAT32, "lanes", Reductions.LANES);
    blocks = workspace.each(pool.threads(), DType.FLOAT32, "exponentials", BLOCK);
    totals = workspace.each(pool.threads(), DType.FLOAT32, "sums of exponentials", BLOCK);
    scratch = new float[pool.threads()][][];
    for (var worker = 0; worker < scratch.length; worker++) {
      scratch[worker] = workspace.floatBlocks(worker, FloatFunctions.BLOCKS, BLOCK);
    }
  }

  @Override
  public void run(Buffer[] inputs, Buffer[] outputs) {
    x = ((HeapBuffer) inputs[0]).floats();
    r = ((HeapBuffer) outputs[0]).floats();
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
    var block = blocks[worker].floats();
    var partial = lanes[worker].floats();
    var start = row * columns;
    for (var i = 0; i < count * columns; i += columns) {
      loops.subtract(x, start + i, max.max(x, start + i, columns, partial), r, start + i, columns);
    }
    System.arraycopy(r, start, block, 0, count * columns);
    functions.exp(block, block, count * columns, scratch[worker]);
    var total = totals[worker].floats();
    for (var i = 0; i < count; i++) {
      total[i] = sum.sum(block, i * columns, columns, partial);
    }
    if (logarithm) {
      functions.log(total, total, count, scratch[worker]);
    }
    for (var i = 0; i < count; i++) {
      var at = start + i * columns;
      if (logarithm) {
        loops.subtract(r, at, total[i], r, at, columns);
      } else {
        loops.divide(block, i * columns, total[i], r, at, columns);
      }
    }
  }

  private void longRow(int start, int worker) {
    var block = blocks[worker].floats();
    var partial = lanes[worker].floats();
    var largest = max.max(x, start, columns, partial);
    var total = 0f;
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

  private static float log(float x) {
    return (float) StrictMath.log(x);
  }
}
