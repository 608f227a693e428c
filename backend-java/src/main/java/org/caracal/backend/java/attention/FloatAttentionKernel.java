package org.caracal.backend.java.attention;

import java.util.Arrays;
import org.caracal.backend.Buffer;
import org.caracal.backend.HeapBuffer;
import org.caracal.backend.Kernel;
import org.caracal.backend.java.matmul.Panels;
import org.caracal.backend.java.parallel.Partition;
import org.caracal.backend.java.parallel.ThreadPool;

/**
 * Attention of {@code float32} sequences to themselves: for each block of queries the softmax is
 * computed while blocks of keys pass by (Milakov and Gimelshein, Online normalizer calculation for
 * softmax, 2018), so that no more than a block of scores is ever kept. Causal attention leaves out
 * the keys behind a panel of queries. A head of a sequence is computed by one thread.
 */
final class FloatAttentionKernel implements Kernel {
  private static final int PRODUCTS = 2;

  private final AttentionShape shape;
  private final ThreadPool pool;
  private final ThreadPool.Task task = this::chunk;
  private final Partition units;
  private final FloatScores[] scores;
  private final FloatRows[] values;

  private float[] projections = {};
  private float[] result = {};

  FloatAttentionKernel(AttentionShape shape, Panels panels, AttentionLoops loops, ThreadPool pool) {
    this.shape = shape;
    this.pool = pool;
    units = shape.partition(pool, PRODUCTS);
    scores = new FloatScores[pool.threads()];
    Arrays.setAll(scores, worker -> new FloatScores(shape, panels, loops));
    values = new FloatRows[pool.threads()];
    Arrays.setAll(values, worker -> new FloatRows(panels, shape.length(), shape.features()));
  }

  @Override
  public void run(Buffer[] inputs, Buffer[] outputs) {
    projections = ((HeapBuffer) inputs[0]).floats();
    result = ((HeapBuffer) outputs[0]).floats();
    pool.run(units.chunks(), task);
  }

  private void chunk(int chunk, int worker) {
    for (var unit = units.start(chunk); unit < units.end(chunk); unit++) {
      head(unit, scores[worker], values[worker]);
    }
  }

  private void head(int unit, FloatScores block, FloatRows rows) {
    block.head(projections, unit);
    rows.packPanels(projections, shape.values(unit), shape.stride(), shape.length());
    for (var first = 0; first < shape.length(); first += block.most) {
      var count = Math.min(block.most, shape.length() - first);
      block.queries(projections, unit, first, count);
      attend(shape.results(unit) + first * shape.resultStride(), first, count, block, rows);
    }
  }

  private void attend(int at, int first, int count, FloatScores block, FloatRows rows) {
    var stride = shape.resultStride();
    var end = shape.visible(first + count);
    for (var key = 0; key < end; key += FloatScores.KEYS) {
      var keys = Math.min(FloatScores.KEYS, end - key);
      block.attend(key, keys);
      for (var i = 0; i < count && key > 0; i++) {
        block.passes.scale(result, at + i * stride, block.correction[i], shape.features());
      }
      block.overKeys(block.rows, rows, key, keys, result, at, stride);
    }
    for (var i = 0; i < count; i++) {
      block.passes.scale(result, at + i * stride, 1 / block.total[i], shape.features());
    }
  }
}
