package org.caracal.backend.java.attention;

import org.caracal.backend.Buffer;
import org.caracal.backend.HeapBuffer;
import org.caracal.backend.Kernel;
import org.caracal.backend.java.matmul.Panels;
import org.caracal.backend.java.parallel.Partition;
import org.caracal.backend.java.parallel.PerThread;
import org.caracal.backend.java.parallel.ThreadPool;

/**
 * The gradient of attention of {@code float32} sequences to themselves, block by block like the
 * attention itself: the weights are computed anew (Dao et al., FlashAttention, 2022). Queries come
 * in order, so that how many are in a block does not change the sums over them.
 */
final class FloatAttentionGradientKernel implements Kernel {
  private static final int PRODUCTS = 5;

  private final AttentionShape shape;
  private final Panels panels;
  private final ThreadPool pool;
  private final ThreadPool.Task task = this::chunk;
  private final Partition groups;
  private final PerThread<Worker> workers;

  private float[] projections = {};
  private float[] attended = {};
  private float[] gradient = {};
  private float[] result = {};

  FloatAttentionGradientKernel(
      AttentionShape shape, Panels panels, AttentionLoops loops, ThreadPool pool) {
    this.shape = shape;
    this.panels = panels;
    this.pool = pool;
    groups = shape.partition(pool, PRODUCTS);
    workers = new PerThread<>(pool.threads(), worker -> new Worker(loops));
  }

  @Override
  public void run(Buffer[] inputs, Buffer[] outputs) {
    projections = ((HeapBuffer) inputs[0]).floats();
    attended = ((HeapBuffer) inputs[1]).floats();
    gradient = ((HeapBuffer) inputs[2]).floats();
    result = ((HeapBuffer) outputs[0]).floats();
    pool.run(groups.chunks(), task);
  }

  private void chunk(int chunk, int worker) {
    for (var group = groups.start(chunk); group < groups.end(chunk); group++) {
      workers.get(worker).heads(shape.first(group), shape.count(group));
    }
  }

  /** One thread's memory. */
  private final class Worker {
    private final FloatScores scores;
    private final FloatRows keys;
    private final FloatRows values;
    private final FloatRows queries;
    private final FloatRows gradients;
    private final ResultRows queryGradients;
    private final ResultRows keyGradients;
    private final ResultRows valueGradients;
    private final float[] gradientPanels;
    private final float[] rows;
    private final float[] means;
    private final float[] mean;
    private final float[] weight;
    private final float[] factor;

    Worker(AttentionLoops loops) {
      scores = new FloatScores(shape, panels, loops);
      keys = scores.newRows(shape.length());
      values = scores.newRows(shape.length());
      queries = scores.newRows(scores.most);
      gradients = scores.newRows(scores.most);
      queryGradients = scores.newResults(scores.most);
      keyGradients = scores.newResults(shape.length());
      valueGradients = scores.newResults(shape.length());
      gradientPanels = scores.newPanels();
      rows = scores.newScores();
      means = new float[shape.together() * scores.most];
      mean = new float[scores.most];
      weight = new float[scores.most];
      factor = new float[scores.most];
    }

    void heads(int unit, int number) {
      var length = shape.length();
      scores.touch(projections, shape.queries(unit), shape.stride(), number);
      scores.touch(gradient, shape.results(unit), shape.resultStride(), number);
      scores.touch(attended, shape.results(unit), shape.resultStride(), number);
      scores.keys(projections, unit, number);
      keys.packPanels(projections, shape.keys(unit), shape.stride(), length, number);
      values.packTiles(projections, shape.values(unit), shape.stride(), length, number);
      if (length > scores.most) {
        keyGradients.clear();
        valueGradients.clear();
      }
      for (var first = 0; first < length; first += scores.most) {
        var count = Math.min(scores.most, length - first);
        load(unit, first, count, number);
        for (var head = 0; head < number; head++) {
          turn(head);
          head(shape.visible(first + count));
        }
        var at = shape.queries(unit) + first * shape.stride();
        queryGradients.copy(count, number, result, at, shape.stride());
      }
      keyGradients.copy(length, number, result, shape.keys(unit), shape.stride());
      valueGradients.copy(length, number, result, shape.values(unit), shape.stride());
    }

    /** Packs some queries of some heads, and the gradients of what they have got. */
    private void load(int unit, int first, int count, int heads) {
      var at = shape.queries(unit) + first * shape.stride();
      var from = shape.results(unit) + first * shape.resultStride();
      scores.queries(projections, unit, first, count, heads);
      queries.packPanels(projections, at, shape.stride(), count, heads);
      scores.pack(gradient, from, shape.resultStride(), heads, gradientPanels);
      gradients.packPanels(gradient, from, shape.resultStride(), count, heads);
      for (var i = 0; i < count; i++) {
        for (var head = 0; head < heads; head++) {
          means[head * scores.most + i] =
              scores.passes.dot(
                  gradient,
                  attended,
                  from + i * shape.resultStride() + head * shape.features(),
                  shape.features());
        }
      }
    }

    private void turn(int head) {
      scores.turn(head);
      keys.turn(head);
      values.turn(head);
      queries.turn(head);
      gradients.turn(head);
      queryGradients.turn(head);
      keyGradients.turn(head);
      valueGradients.turn(head);
      System.arraycopy(means, head * scores.most, mean, 0, scores.most);
    }

    private void head(int end) {
      for (var key = 0; key < end; key += FloatScores.KEYS) {
        scores.attend(key, Math.min(FloatScores.KEYS, end - key));
      }
      weigh();
      for (var key = 0; key < end; key += FloatScores.KEYS) {
        differentiate(key, end);
      }
    }

    /** Scales the gradients as they meet exponentials in the place of weights. */
    private void weigh() {
      for (var i = 0; i < scores.most; i++) {
        weight[i] = 1 / scores.total[i];
        factor[i] = weight[i] * scores.scale;
      }
      gradients.scale(scores.passes, weight);
    }

    private void differentiate(int key, int end) {
      var count = Math.min(FloatScores.KEYS, end - key);
      var anew = end > FloatScores.KEYS; // else the exponentials are still there
      scores.differentiate(values, gradientPanels, rows, mean, factor, key, count, anew);
      scores.overKeys(rows, keys, key, count, queryGradients);
      scores.overQueries(scores.rows, gradients, key, count, valueGradients);
      scores.overQueries(rows, queries, key, count, keyGradients);
    }
  }
}
