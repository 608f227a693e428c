package org.caracal.backend.java.normalization;

import java.util.Arrays;
import org.caracal.backend.Buffer;
import org.caracal.backend.HeapBuffer;
import org.caracal.backend.Kernel;
import org.caracal.backend.java.parallel.Partition;
import org.caracal.backend.java.parallel.PerThread;
import org.caracal.backend.java.parallel.ThreadPool;

/**
 * The gradients by scale and offset of a {@code float32} tensor whose rows were normalized. The
 * sums of pieces of rows are added up in order, so that the result does not depend on the threads.
 */
final class NormalizationSumsKernel implements Kernel {
  private final Rows rows;
  private final Partition pieces;
  private final PerThread<float[]> lanes;

  /** Of the sums of pieces, which different threads add to. */
  private final int distance;

  private final float[] partial;
  private final ThreadPool.Task task = this::chunk;

  private float[] x = {};
  private float[] gradient = {};

  NormalizationSumsKernel(Rows rows) {
    this.rows = rows;
    pieces = rows.pieces();
    lanes = rows.lanes();
    distance = 2 * rows.length() + PerThread.APART / Float.BYTES;
    partial = new float[distance * pieces.units()];
  }

  @Override
  public void run(Buffer[] inputs, Buffer[] outputs) {
    x = ((HeapBuffer) inputs[0]).floats();
    gradient = ((HeapBuffer) inputs[1]).floats();
    var result = ((HeapBuffer) outputs[0]).floats();
    Arrays.fill(partial, 0);
    rows.pool().run(pieces.chunks(), task);
    var length = 2 * rows.length();
    System.arraycopy(partial, 0, result, 0, length);
    for (var piece = distance; piece < partial.length; piece += distance) {
      add(partial, piece, result, length);
    }
  }

  private static void add(float[] x, int at, float[] r, int n) {
    for (var i = 0; i < n; i++) {
      r[i] += x[at + i];
    }
  }

  private void chunk(int chunk, int worker) {
    var n = rows.length();
    var end = Math.min(rows.count(), pieces.end(chunk) * Rows.PIECE);
    for (var row = pieces.start(chunk) * Rows.PIECE; row < end; row++) {
      var mean = rows.mean(x, row * n, lanes.get(worker));
      var factor = rows.factor(x, row * n, mean, lanes.get(worker));
      var put = row / Rows.PIECE * distance;
      rows.loops().accumulate(gradient, x, row * n, n, mean, factor, partial, put);
    }
  }
}
