package org.caracal.backend.java.normalization;

import org.caracal.backend.Buffer;
import org.caracal.backend.HeapBuffer;
import org.caracal.backend.Kernel;
import org.caracal.backend.java.parallel.Partition;
import org.caracal.backend.java.parallel.PerThread;
import org.caracal.backend.java.parallel.ThreadPool;

/** Normalizes the rows of a {@code float32} tensor. */
final class NormalizationKernel implements Kernel {
  private final Rows rows;
  private final Partition pieces;
  private final PerThread<float[]> lanes;
  private final ThreadPool.Task task = this::chunk;

  private float[] x = {};
  private float[] scale = {};
  private float[] offset = {};
  private float[] result = {};

  NormalizationKernel(Rows rows) {
    this.rows = rows;
    pieces = rows.pieces();
    lanes = rows.lanes();
  }

  @Override
  public void run(Buffer[] inputs, Buffer[] outputs) {
    x = ((HeapBuffer) inputs[0]).floats();
    scale = ((HeapBuffer) inputs[1]).floats();
    offset = ((HeapBuffer) inputs[2]).floats();
    result = ((HeapBuffer) outputs[0]).floats();
    rows.pool().run(pieces.chunks(), task);
  }

  private void chunk(int chunk, int worker) {
    var n = rows.length();
    var end = Math.min(rows.count(), pieces.end(chunk) * Rows.PIECE);
    for (var row = pieces.start(chunk) * Rows.PIECE; row < end; row++) {
      var mean = rows.mean(x, row * n, lanes.get(worker));
      var factor = rows.factor(x, row * n, mean, lanes.get(worker));
      rows.loops().normalize(x, row * n, n, mean, factor, scale, offset, result);
    }
  }
}
