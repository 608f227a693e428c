package org.caracal.backend.java.attention;

import org.caracal.backend.Buffer;
import org.caracal.backend.HeapBuffer;
import org.caracal.backend.Kernel;
import org.caracal.backend.java.matmul.Panels;
import org.caracal.backend.java.parallel.Partition;
import org.caracal.backend.java.parallel.PerThread;
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
  private final Partition groups;
  private final PerThread<Worker> workers;

  private float[] projections = {};
  private float[] result = {};

  FloatAttentionKernel(AttentionShape shape, Panels panels, AttentionLoops loops, ThreadPool pool) {
    this.shape = shape;
    this.pool = pool;
    groups = shape.partition(pool, PRODUCTS);
    workers =
        new PerThread<>(
            pool.threads(), worker -> Worker.of(new FloatScores(shape, panels, loops), shape));
  }

  @Override
  public void run(Buffer[] inputs, Buffer[] outputs) {
    projections = ((HeapBuffer) inputs[0]).floats();
    result = ((HeapBuffer) outputs[0]).floats();
    pool.run(groups.chunks(), task);
  }

  private void chunk(int chunk, int worker) {
    for (var group = groups.start(chunk); group < groups.end(chunk); group++) {
      heads(shape.first(group), shape.count(group), workers.get(worker));
    }
  }

  private void heads(int unit, int number, Worker worker) {
    var block = worker.scores;
    var rows = worker.values;
    var sums = worker.results;
    block.touch(projections, shape.queries(unit), shape.stride(), number);
    block.keys(projections, unit, number);
    rows.packPanels(projections, shape.values(unit), shape.stride(), shape.length(), number);
    for (var first = 0; first < shape.length(); first += block.most) {
      var count = Math.min(block.most, shape.length() - first);
      block.queries(projections, unit, first, count, number);
      for (var head = 0; head < number; head++) {
        block.turn(head);
        rows.turn(head);
        sums.turn(head);
        attend(first, count, block, rows, sums);
      }
      var at = shape.results(unit) + first * shape.resultStride();
      sums.copy(count, number, result, at, shape.resultStride());
    }
  }

  private void attend(int first, int count, FloatScores block, FloatRows rows, ResultRows sums) {
    var end = shape.visible(first + count);
    for (var key = 0; key < end; key += FloatScores.KEYS) {
      var keys = Math.min(FloatScores.KEYS, end - key);
      block.attend(key, keys);
      for (var i = 0; i < count && key > 0; i++) {
        sums.scale(block.passes, i, block.correction[i]);
      }
      block.overKeys(block.rows, rows, key, keys, sums);
    }
    for (var i = 0; i < count; i++) {
      sums.scale(block.passes, i, 1 / block.total[i]);
    }
  }

  /** One thread's memory. */
  private record Worker(FloatScores scores, FloatRows values, ResultRows results) {
    static Worker of(FloatScores scores, AttentionShape shape) {
      return new Worker(scores, scores.newRows(shape.length()), scores.newResults(scores.most));
    }
  }
}
