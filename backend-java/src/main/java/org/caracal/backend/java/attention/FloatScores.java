package org.caracal.backend.java.attention;

import java.util.Arrays;
import org.caracal.array.DType;
import org.caracal.backend.java.elementwise.CompiledProgram;
import org.caracal.backend.java.elementwise.FloatFunctions;
import org.caracal.backend.java.matmul.Block;
import org.caracal.backend.java.matmul.Panels;
import org.caracal.backend.java.reduction.ReductionLoops;
import org.caracal.backend.java.reduction.Reductions;
import org.caracal.graph.Reduce;

/**
 * The scores of a block of queries with a block of keys of a head, for one thread. They stand
 * transposed, in a row for each key and a column for each query: maxima and sums over keys are then
 * those of whole rows, and the scores are a left operand as they stand.
 */
final class FloatScores {
  /** Number of keys at a time: their scores stay in the first-level cache. */
  static final int KEYS = 22 * Block.TILE;

  private static final int QUERIES = 32;
  private static final int CHUNK = CompiledProgram.BLOCK;

  /** A score whose exponential is 0. */
  private static final float MASKED = -1e30f;

  /** Number of queries at a time. */
  final int width;

  /** What a product of this thread is computed with. */
  final Block block;

  /** The scores, or what became of them. */
  final float[] rows;

  /** The largest score of each query so far. */
  final float[] largest;

  /** The sum of the exponentials of each query so far, less its largest score. */
  final float[] total;

  /** By what the sums of each query so far must be multiplied, as its largest score has changed. */
  final float[] correction;

  private final AttentionShape shape;
  private final Panels panels;
  private final FloatRows keys;
  private final float[] queries;
  private final Reductions max;
  private final Reductions sum;
  private final FloatFunctions functions;
  private final float[] chunk = new float[CHUNK];
  private final float[] repeated = new float[CHUNK];
  private final float[][] scratch = new float[FloatFunctions.BLOCKS][CHUNK];
  private final float scale;
  private int firstQuery;

  FloatScores(AttentionShape shape, Panels panels, ReductionLoops loops) {
    this.shape = shape;
    this.panels = panels;
    width = panels.width(QUERIES);
    block = panels.block();
    rows = new float[KEYS * width + Block.TILE];
    largest = new float[width];
    total = new float[width];
    correction = new float[width];
    keys = new FloatRows(panels, shape.length(), shape.features());
    queries = new float[shape.features() * width];
    max = loops.of(Reduce.Function.MAX, DType.FLOAT32);
    sum = loops.of(Reduce.Function.SUM, DType.FLOAT32);
    functions = loops.floatFunctions();
    scale = (float) (1 / Math.sqrt(shape.features()));
  }

  /** Turns to another head. */
  void head(float[] projections, int unit) {
    keys.packTiles(projections, shape.keys(unit), shape.stride(), shape.length());
  }

  /** Turns to other queries of the head. */
  void queries(float[] projections, int unit, int first, int count) {
    firstQuery = first;
    var at = shape.queries(unit) + first * shape.stride();
    panels.packTransposed(
        projections, at, shape.stride(), shape.features(), count, queries, 0, width);
    for (var i = 0; i < queries.length; i++) {
      queries[i] *= scale;
    }
    Arrays.fill(largest, MASKED);
    Arrays.fill(total, 0);
  }

  /** Computes the scores with some keys. */
  void compute(int first, int count) {
    block.extents(count, width, shape.features(), false);
    keys.left(block, first).right(queries, 0, width).result(rows, 0, width).multiply();
    for (var key = Math.max(first, firstQuery); shape.causal() && key < first + count; key++) {
      var at = (key - first) * width;
      Arrays.fill(rows, at, at + Math.min(width, key - firstQuery), MASKED);
    }
  }

  /** Takes so many keys into account in the largest scores. */
  void maximize(int count) {
    System.arraycopy(largest, 0, correction, 0, width);
    for (var key = 0; key < count; key++) {
      max.fold(largest, 0, rows, key * width, width);
    }
    for (var i = 0; i < width; i++) {
      correction[i] -= largest[i];
    }
    functions.exp(correction, correction, width, scratch);
  }

  /** Replaces the scores by the exponentials of what they are above the largest ones. */
  void exponentiate(int count) {
    repeat(largest);
    for (var at = 0; at < count * width; at += CHUNK) {
      var n = Math.min(CHUNK, count * width - at);
      System.arraycopy(rows, at, chunk, 0, n);
      subtract(chunk, repeated, n);
      functions.exp(chunk, chunk, n, scratch);
      System.arraycopy(chunk, 0, rows, at, n);
    }
  }

  /** Takes the exponentials of so many keys into account in the sums. */
  void accumulate(int count) {
    for (var i = 0; i < width; i++) {
      total[i] *= correction[i];
    }
    for (var key = 0; key < count; key++) {
      sum.fold(total, 0, rows, key * width, width);
    }
  }

  /** Makes weights from the exponentials, now that the sums are complete. */
  void normalize(int count) {
    repeat(total);
    for (var at = 0; at < count * width; at += CHUNK) {
      var n = Math.min(CHUNK, count * width - at);
      System.arraycopy(rows, at, chunk, 0, n);
      divide(chunk, repeated, n);
      System.arraycopy(chunk, 0, rows, at, n);
    }
  }

  /** Replaces gradients of weights by those of scores, {@code weight (gradient - mean) scale}. */
  void differentiate(float[] gradients, float[] mean, int count) {
    repeat(mean);
    for (var at = 0; at < count * width; at += CHUNK) {
      var n = Math.min(CHUNK, count * width - at);
      System.arraycopy(gradients, at, chunk, 0, n);
      subtract(chunk, repeated, n);
      System.arraycopy(rows, at, scratch[0], 0, n);
      multiply(chunk, scratch[0], scale, n);
      System.arraycopy(chunk, 0, gradients, at, n);
    }
  }

  /** A whole number of queries' values fills a chunk, because both are powers of two. */
  private void repeat(float[] values) {
    for (var at = 0; at < CHUNK; at += width) {
      System.arraycopy(values, 0, repeated, at, width);
    }
  }

  private static void subtract(float[] r, float[] a, int n) {
    for (var i = 0; i < n; i++) {
      r[i] -= a[i];
    }
  }

  private static void divide(float[] r, float[] a, int n) {
    for (var i = 0; i < n; i++) {
      r[i] /= a[i];
    }
  }

  private static void multiply(float[] r, float[] a, float factor, int n) {
    for (var i = 0; i < n; i++) {
      r[i] *= a[i] * factor;
    }
  }
}
