package org.caracal.backend.java.attention;

import java.util.Arrays;
import org.caracal.backend.Buffer;
import org.caracal.backend.HeapBuffer;
import org.caracal.backend.Kernel;
import org.caracal.backend.java.matmul.Panels;
import org.caracal.backend.java.parallel.Partition;
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
  private final Partition units;
  private final Worker[] workers;

  private float[] projections = {};
  private float[] attended = {};
  private float[] gradient = {};
  private float[] result = {};

  FloatAttentionGradientKernel(
      AttentionShape shape, Panels panels, AttentionLoops loops, ThreadPool pool) {
    this.shape = shape;
    this.panels = panels;
    this.pool = pool;
    units = shape.partition(pool, PRODUCTS);
    workers = new Worker[pool.threads()];
    Arrays.setAll(workers, worker -> new Worker(loops));
  }

  @Override
  public void run(Buffer[] inputs, Buffer[] outputs) {
    projections = ((HeapBuffer) inputs[0]).floats();
    attended = ((HeapBuffer) inputs[1]).floats();
    gradient = ((HeapBuffer) inputs[2]).floats();
    result = ((HeapBuffer) outputs[0]).floats();
    pool.run(units.chunks(), task);
  }

  private void chunk(int chunk, int worker) {
    for (var unit = units.start(chunk); unit < units.end(chunk); unit++) {
      workers[worker].head(unit);
    }
  }

  /** One thread's memory. */
  private final class Worker {
    private final FloatScores scores;
    private final FloatRows keys;
    private final FloatRows values;
    private final FloatRows queries;
    private final FloatRows gradients;
    private final float[] gradientPanels;
    private final float[] rows;
    private final float[] mean;
    private final float[] weight;
    private final float[] factor;

    Worker(AttentionLoops loops) {
      scores = new FloatScores(shape, panels, loops);
      keys = new FloatRows(panels, shape.length(), shape.features());
      values = new FloatRows(panels, shape.length(), shape.features());
      queries = new FloatRows(panels, scores.most, shape.features());
      gradients = new FloatRows(panels, scores.most, shape.features());
      gradientPanels = new float[shape.features() * scores.most];
      rows = scores.newRows();
      mean = new float[scores.most];
      weight = new float[scores.most];
      factor = new float[scores.most];
    }

    void head(int unit) {
      var length = shape.length();
      scores.head(projections, unit);
      keys.packPanels(projections, shape.keys(unit), shape.stride(), length);
      values.packTiles(projections, shape.values(unit), shape.stride(), length);
      if (length > scores.most) {
        clear(shape.keys(unit));
        clear(shape.values(unit));
      }
      for (var first = 0; first < length; first += scores.most) {
        var count = Math.min(scores.most, length - first);
        load(unit, first, count);
        var end = shape.visible(first + count);
        for (var key = 0; key < end; key += FloatScores.KEYS) {
          scores.attend(key, Math.min(FloatScores.KEYS, end - key));
        }
        weigh(unit, first, count);
        for (var key = 0; key < end; key += FloatScores.KEYS) {
          differentiate(unit, first, key, end);
        }
      }
    }

    /** Later blocks of queries add to what is there, even for keys that no earlier one saw. */
    private void clear(int at) {
      for (var row = 0; row < shape.length(); row++) {
        var from = at + row * shape.stride();
        Arrays.fill(result, from, from + shape.features(), 0);
      }
    }

    /** Packs some queries, and the gradients of what they have got. */
    private void load(int unit, int first, int count) {
      var at = shape.queries(unit) + first * shape.stride();
      var from = shape.results(unit) + first * shape.resultStride();
      scores.queries(projections, unit, first, count);
      scores.pack(gradient, from, shape.resultStride(), 1, gradientPanels);
      queries.packPanels(projections, at, shape.stride(), count);
      for (var i = 0; i < count; i++) {
        mean[i] =
            ScorePasses.dot(gradient, attended, from + i * shape.resultStride(), shape.features());
      }
    }

    /** Packs the gradients as they meet exponentials in the place of weights. */
    private void weigh(int unit, int first, int count) {
      for (var i = 0; i < scores.most; i++) {
        weight[i] = 1 / scores.total[i];
        factor[i] = weight[i] * scores.scale;
      }
      var from = shape.results(unit) + first * shape.resultStride();
      gradients.packPanels(gradient, from, shape.resultStride(), count);
      gradients.scale(scores.passes, weight);
    }

    private void differentiate(int unit, int first, int key, int end) {
      var count = Math.min(FloatScores.KEYS, end - key);
      var anew = end > FloatScores.KEYS; // else the exponentials are still there
      scores.differentiate(values, gradientPanels, rows, mean, factor, key, count, anew);
      var stride = shape.stride();
      var queryAt = shape.queries(unit) + first * stride;
      scores.overKeys(rows, keys, key, count, result, queryAt, stride);
      var keyAt = key * stride;
      scores.overQueries(
          scores.rows, gradients, key, count, result, shape.values(unit) + keyAt, stride);
      scores.overQueries(rows, queries, key, count, result, shape.keys(unit) + keyAt, stride);
    }
  }
}
