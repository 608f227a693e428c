package org.caracal.backend.java.normalization;

import org.caracal.backend.Buffer;
import org.caracal.backend.HeapBuffer;
import org.caracal.backend.Kernel;
import org.caracal.backend.java.parallel.Partition;
import org.caracal.backend.java.parallel.PerThread;
import org.caracal.backend.java.parallel.ThreadPool;

/** The gradient by the rows of a {@code float32} tensor that were normalized. */
final class NormalizationGradientKernel implements Kernel {
  private final Rows rows;
  private final Partition pieces;
  private final PerThread<float[]> lanes;
  private final ThreadPool.Task task = this::chunk;

  private float[] x = {};
  private float[] scale = {};
  private float[] gradient = {};
  private float[] result = {};

  NormalizationGradientKernel(Rows rows) {
    this.rows = rows;
    pieces = rows.pieces();
    lanes = rows.lanes();
  }

  @Override
  public void run(Buffer[] inputs, Buffer[] outputs) {
    x = ((HeapBuffer) inputs[0]).floats();
    scale = ((HeapBuffer) inputs[1]).floats();
    gradient = ((HeapBuffer) inputs[2]).floats();
    result = ((HeapBuffer) outputs[0]).floats();
    rows.pool().run(pieces.chunks(), task);
  }

  private void chunk(int chunk, int worker) {
    var end = Math.min(rows.count(), pieces.end(chunk) * Rows.PIECE);
    for (var row = pieces.start(chunk) * Rows.PIECE; row < end; row++) {
      row(row * rows.length(), lanes.get(worker));
    }
  }

  private void row(int at, float[] sums) {
    var n = rows.length();
    var loops = rows.loops();
    var mean = rows.mean(x, at, sums);
    var factor = rows.factor(x, at, mean, sums);
    loops.products(gradient, scale, x, at, n, mean, sums);
    var level = RowLoops.total(sums, 0) / n;
    var slope = RowLoops.total(sums, RowLoops.LANES) / n * factor * factor;
    loops.differentiate(gradient, scale, x, at, n, mean, factor, level, slope, result);
  }
}
