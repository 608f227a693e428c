package org.caracal.backend.java.attention;

import java.util.Arrays;
import org.caracal.backend.Buffer;
import org.caracal.backend.HeapBuffer;
import org.caracal.backend.Kernel;
import org.caracal.backend.java.matmul.Block;
import org.caracal.backend.java.matmul.Panels;
import org.caracal.backend.java.parallel.Partition;
import org.caracal.backend.java.parallel.ThreadPool;
import org.caracal.backend.java.reduction.ReductionLoops;

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
      AttentionShape shape, Panels panels, ReductionLoops loops, ThreadPool pool) {
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
    private final float[] gradientPanel;
    private final float[] rows;
    private final float[] tiles;
    private final float[] mean;

    Worker(ReductionLoops loops) {
      scores = new FloatScores(shape, panels, loops);
      keys = new FloatRows(panels, shape.length(), shape.features());
      values = new FloatRows(panels, shape.length(), shape.features());
      queries = new FloatRows(panels, scores.width, shape.features());
      gradients = new FloatRows(panels, scores.width, shape.features());
      gradientPanel = new float[shape.features() * scores.width];
      rows = new float[scores.rows.length];
      tiles = new float[FloatScores.KEYS / Block.TILE * Block.STEP * scores.width];
      mean = new float[scores.width];
    }

    void head(int unit) {
      var length = shape.length();
      scores.head(projections, unit);
      keys.packPanels(projections, shape.keys(unit), shape.stride(), length);
      values.packTiles(projections, shape.values(unit), shape.stride(), length);
      clear(shape.keys(unit));
      clear(shape.values(unit));
      for (var first = 0; first < length; first += scores.width) {
        var count = Math.min(scores.width, length - first);
        load(unit, first, count);
        sum(shape.visible(first + count));
        differentiate(unit, first, count);
      }
    }

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
      queries.packPanels(projections, at, shape.stride(), count);
      gradients.packPanels(gradient, from, shape.resultStride(), count);
      panels.packTransposed(
          gradient,
          from,
          shape.resultStride(),
          shape.features(),
          count,
          gradientPanel,
          0,
          scores.width);
      for (var i = 0; i < count; i++) {
        mean[i] = dot(gradient, attended, from + i * shape.resultStride(), shape.features());
      }
    }

    /** Finds the largest score of each query and its sum of exponentials. */
    private void sum(int end) {
      for (var key = 0; key < end; key += FloatScores.KEYS) {
        var count = Math.min(FloatScores.KEYS, end - key);
        scores.compute(key, count);
        scores.maximize(count);
        scores.exponentiate(count);
        scores.accumulate(count);
      }
    }

    private void differentiate(int unit, int first, int count) {
      var end = shape.visible(first + count);
      var stride = shape.stride();
      var width = scores.width;
      for (var key = 0; key < end; key += FloatScores.KEYS) {
        var n = Math.min(FloatScores.KEYS, end - key);
        if (end > FloatScores.KEYS) { // else they are still there
          scores.compute(key, n);
          scores.exponentiate(n);
        }
        scores.normalize(n);
        scores.block.extents(n, width, shape.features(), false);
        values.left(scores.block, key).right(gradientPanel, 0, width);
        scores.block.result(rows, 0, width).multiply();
        scores.differentiate(rows, mean, n);
        var queryAt = shape.queries(unit) + first * stride;
        keys.multiply(
            scores.block, count, n, key > 0, rows, Block.TILE, width, key, result, queryAt, stride);
        transposed(gradients, scores.rows, n, count, shape.values(unit) + key * stride);
        transposed(queries, rows, n, count, shape.keys(unit) + key * stride);
      }
    }

    /** Sums over queries what rows of keys say, for gradients of keys or values. */
    private void transposed(FloatRows right, float[] left, int keyCount, int count, int at) {
      var width = scores.width;
      for (var row = 0; row < keyCount; row += Block.TILE) {
        var present = Math.min(Block.TILE, keyCount - row);
        var put = row / Block.TILE * Block.STEP * width;
        panels.packTransposed(left, row * width, width, count, present, tiles, put, Block.STEP);
      }
      right.multiply(
          scores.block,
          keyCount,
          count,
          true,
          tiles,
          Block.STEP * width,
          Block.STEP,
          0,
          result,
          at,
          shape.stride());
    }
  }

  private static float dot(float[] a, float[] b, int at, int n) {
    var sum = 0f;
    for (var i = at; i < at + n; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
