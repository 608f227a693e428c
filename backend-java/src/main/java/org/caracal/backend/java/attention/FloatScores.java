package org.caracal.backend.java.attention;

import java.util.Arrays;
import org.caracal.backend.java.matmul.Block;
import org.caracal.backend.java.matmul.Panels;

/**
 * The scores of a block of queries with a block of keys of a head, for one thread. They stand
 * transposed, in a row for each key and a column for each query: what belongs to queries are then
 * rows too, and the scores are a left operand as they stand, for sums over keys and for sums over
 * queries. Causal attention leaves out the keys behind a panel of queries.
 */
final class FloatScores {
  /** Number of keys at a time. */
  static final int KEYS = 22 * Block.TILE;

  /** Number of queries at a time: with the keys, a block of scores takes 75 KiB. */
  private static final int QUERIES = 128;

  /** What a row has more, so that elements of a column are in different sets of the cache. */
  private static final int MARGIN = 16;

  /** A score whose exponential is 0. */
  private static final float MASKED = -1e30f;

  /** Number of queries at a time. */
  final int most;

  /** The distance of rows. */
  final int stride;

  /** What a product of this thread is computed with. */
  final Block block;

  /** The passes over what stands in such rows. */
  final ScorePasses passes;

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
  private final int width;
  private final FloatRows keys;
  private final float[] queries;
  private final float scale;
  private int firstQuery;
  private int count;

  FloatScores(AttentionShape shape, Panels panels, AttentionLoops loops) {
    this.shape = shape;
    this.panels = panels;
    var wanted = Math.min(QUERIES, shape.length());
    width = panels.width(wanted);
    most = (wanted + width - 1) / width * width;
    stride = most + MARGIN;
    block = panels.block();
    passes = loops.passes(most);
    rows = newRows();
    largest = new float[most];
    total = new float[most];
    correction = new float[most];
    keys = new FloatRows(panels, shape.length(), shape.features());
    queries = new float[shape.features() * most];
    scale = (float) (1 / Math.sqrt(shape.features()));
  }

  /** Memory for what stands in such rows. */
  float[] newRows() {
    return new float[KEYS * stride];
  }

  /** Turns to another head. */
  void head(float[] projections, int unit) {
    keys.packTiles(projections, shape.keys(unit), shape.stride(), shape.length());
  }

  /** Turns to other queries of the head. */
  void queries(float[] projections, int unit, int first, int number) {
    firstQuery = first;
    count = number;
    pack(projections, shape.queries(unit) + first * shape.stride(), shape.stride(), scale, queries);
    Arrays.fill(largest, MASKED);
    Arrays.fill(total, 0);
  }

  /** Packs what belongs to the present queries as the right operand of {@link #multiply}. */
  void pack(float[] from, int at, int distance, float factor, float[] to) {
    var features = shape.features();
    for (var query = 0; query < count; query += width) {
      var n = Math.min(width, count - query);
      var start = at + query * distance;
      ScorePasses.pack(from, start, distance, features, n, factor, to, query * features, width);
    }
  }

  /** Computes the scores with some keys and takes them into account in maxima and sums. */
  void attend(int first, int number) {
    compute(first, number);
    System.arraycopy(largest, 0, correction, 0, most);
    for (var query = 0; query < count; query += width) {
      passes.maximize(rows, query, stride, scored(query, first, number), largest, query, width);
    }
    if (first > 0) {
      passes.correct(correction, largest, most);
      for (var i = 0; i < most; i++) {
        total[i] *= correction[i];
      }
    }
    exponentiate(first, number, total);
  }

  /** Computes the scores with some keys. */
  void compute(int first, int number) {
    multiply(keys, queries, rows, first, number);
    for (var query = 0; query < count && shape.causal(); query += width) {
      var end = first + scored(query, first, number);
      for (var key = Math.max(first, firstQuery + query + 1); key < end; key++) {
        var at = (key - first) * stride + query;
        Arrays.fill(rows, at, at + Math.min(width, key - firstQuery - query), MASKED);
      }
    }
  }

  /** Multiplies rows of some keys by packed columns of the present queries. */
  void multiply(FloatRows left, float[] right, float[] result, int first, int number) {
    for (var query = 0; query < count; query += width) {
      block.extents(scored(query, first, number), width, shape.features(), false);
      left.left(block, first)
          .right(right, query * shape.features(), width)
          .result(result, query, stride)
          .multiply();
    }
  }

  /** Replaces the scores by exponentials, which are added to the sums. */
  void exponentiate(int first, int number, float[] sums) {
    for (var query = 0; query < count; query += width) {
      var n = scored(query, first, number);
      passes.exponentiate(rows, query, stride, n, largest, sums, query, width);
    }
  }

  /** Replaces exponentials by weights, and gradients of weights by those of scores. */
  void differentiate(float[] gradients, float[] mean, int first, int number) {
    for (var i = 0; i < most; i++) {
      correction[i] = 1 / total[i];
    }
    for (var query = 0; query < count; query += width) {
      var n = scored(query, first, number);
      passes.differentiate(
          rows, gradients, query, stride, n, correction, mean, scale, query, width);
    }
  }

  /** Sums over some keys: {@code result[query, c] (+)= sum left[key, query] right[key, c]}. */
  void overKeys(
      float[] left, FloatRows right, int first, int number, float[] result, int at, int distance) {
    for (var query = 0; query < count; ) {
      var terms = scored(query, first, number);
      var end = query + width;
      while (end < count && scored(end, first, number) == terms) {
        end += width;
      }
      end = Math.min(end, count);
      if (terms > 0) {
        block.left(left, query, Block.TILE, stride);
        right.multiply(
            block, end - query, terms, first > 0, first, result, at + query * distance, distance);
      }
      query = end;
    }
  }

  /**
   * Sums over the present queries: {@code result[key, c] (+)= sum left[key, query] right[query,
   * c]}.
   */
  void overQueries(
      float[] left, FloatRows right, int first, int number, float[] result, int at, int distance) {
    for (var key = 0; key < number; ) {
      var start = firstTerm(first + key);
      var end = key + Block.TILE;
      while (end < number && firstTerm(first + end) == start) {
        end += Block.TILE;
      }
      end = Math.min(end, number);
      block.left(left, key * stride + start, Block.TILE * stride, stride, 1);
      right.multiply(
          block,
          end - key,
          count - start,
          firstQuery > 0,
          start,
          result,
          at + key * distance,
          distance);
      key = end;
    }
  }

  /** With how many of some keys the panel that starts with a query is scored. */
  private int scored(int query, int first, int number) {
    var end = Math.min(query + width, count);
    var visible = Math.max(0, shape.visible(firstQuery + end) - first);
    return Math.min(number, (visible + Block.TILE - 1) / Block.TILE * Block.TILE);
  }

  /** The first query of the first panel that is scored with a key. */
  private int firstTerm(int key) {
    return shape.causal() ? Math.max(0, key - firstQuery) / width * width : 0;
  }
}
