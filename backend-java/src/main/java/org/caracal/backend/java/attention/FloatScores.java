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
  /** Number of keys at a time: whole tiles, whether of six or eight rows. */
  static final int KEYS = 144;

  /** Number of queries at a time: with the keys, a block of scores takes 81 KiB. */
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

  /** The same for panels of features. */
  private final Block summing;

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

  /** What scores are multiplied by. */
  final float scale;

  private final AttentionShape shape;
  private final Panels panels;
  private final int width;
  private final int tile;
  private final FloatRows keys;
  private final float[] queries;
  private int offset;
  private int firstQuery;
  private int count;

  FloatScores(AttentionShape shape, Panels panels, AttentionLoops loops) {
    this.shape = shape;
    this.panels = panels;
    var wanted = Math.min(QUERIES, shape.length());
    width = panels.width(wanted);
    tile = panels.tile();
    most = (wanted + width - 1) / width * width;
    stride = most + MARGIN;
    block = panels.block(width);
    summing = panels.block(panels.width(shape.features()));
    passes = loops.passes(most);
    rows = newScores();
    largest = new float[most];
    total = new float[most];
    correction = new float[most];
    keys = newRows(shape.length());
    queries = newPanels();
    scale = (float) (1 / Math.sqrt(shape.features()));
  }

  /** Memory for what stands in rows as scores do. */
  float[] newScores() {
    return new float[KEYS * stride];
  }

  /**
   * Reads what belongs to a sequence where all its heads are packed at once: packing takes it row
   * by row and head by head, which is slow unless it is in the cache.
   */
  void touch(float[] from, int at, int distance, int heads) {
    if (shape.isWhole(heads)) {
      passes.touch(from, at, shape.length() * distance);
    }
  }

  /** Packs the keys of some heads. */
  void keys(float[] projections, int unit, int heads) {
    keys.packTiles(projections, shape.keys(unit), shape.stride(), shape.length(), heads);
  }

  /** Packs some queries of those heads. */
  void queries(float[] projections, int unit, int first, int number, int heads) {
    firstQuery = first;
    count = number;
    var at = shape.queries(unit) + first * shape.stride();
    pack(projections, at, shape.stride(), heads, queries);
  }

  /** Turns to one of those heads. */
  void turn(int head) {
    keys.turn(head);
    offset = at(head);
    passes.scale(queries, offset, scale, shape.features() * most);
    Arrays.fill(largest, MASKED);
    Arrays.fill(total, 0);
  }

  /** Memory for rows of at most so many positions. */
  FloatRows newRows(int most) {
    return new FloatRows(panels, shape.together(), most, shape.features());
  }

  /** Memory for results of at most so many positions. */
  ResultRows newResults(int most) {
    var features = shape.features();
    return new ResultRows(shape.together(), most, features, panels.width(features));
  }

  /** Memory for what belongs to queries as the right operand of {@link #multiply}. */
  float[] newPanels() {
    return new float[at(shape.together())];
  }

  /** Where panels of a head start. */
  private int at(int head) {
    return head * shape.features() * most;
  }

  /** Packs what belongs to the present queries of some heads into such panels. */
  void pack(float[] from, int at, int distance, int heads, float[] to) {
    var features = shape.features();
    for (var query = 0; query < count; query += width) {
      var n = Math.min(width, count - query);
      for (var head = 0; head < heads; head++) {
        var start = at + query * distance + head * features;
        var put = at(head) + query * features;
        panels.packTransposed(from, start, distance, features, n, to, put, width);
      }
    }
  }

  /**
   * Computes the scores with some keys, takes them into account in maxima and sums, and replaces
   * them by exponentials: panel by panel, which stay in the first-level cache meanwhile.
   */
  void attend(int first, int number) {
    System.arraycopy(largest, 0, correction, 0, most);
    for (var query = 0; query < count; query += width) {
      var n = scored(query, first, number);
      compute(query, first, n);
      passes.maximize(rows, query, stride, n, largest, query, width);
      if (first == 0) {
        passes.exponentiate(rows, query, stride, n, largest, total, query, width);
      }
    }
    if (first > 0) {
      passes.correct(correction, largest, most);
      for (var i = 0; i < most; i++) {
        total[i] *= correction[i];
      }
      exponentiate(first, number, total);
    }
  }

  private void exponentiate(int first, int number, float[] sums) {
    for (var query = 0; query < count; query += width) {
      var n = scored(query, first, number);
      passes.exponentiate(rows, query, stride, n, largest, sums, query, width);
    }
  }

  /** Computes the scores of a panel of queries with so many keys. */
  private void compute(int query, int first, int number) {
    multiply(keys, queries, rows, query, first, number);
    var end = shape.causal() ? first + number : 0;
    for (var key = Math.max(first, firstQuery + query + 1); key < end; key++) {
      var at = (key - first) * stride + query;
      Arrays.fill(rows, at, at + Math.min(width, key - firstQuery - query), MASKED);
    }
  }

  /** Multiplies rows of some keys by packed columns of a panel of queries. */
  private void multiply(
      FloatRows left, float[] right, float[] result, int query, int first, int number) {
    block.extents(number, width, shape.features(), false);
    left.left(block, first)
        .right(right, offset + query * shape.features(), width)
        .result(result, query, stride)
        .multiply();
  }

  /**
   * Computes the gradients of scores, {@code e (g - mean) factor} with the exponentials e and the
   * gradients g of weights, which are products of values and gradients of results.
   *
   * @param anew whether the exponentials must be computed once more
   */
  void differentiate(
      FloatRows values,
      float[] resultGradients,
      float[] gradients,
      float[] mean,
      float[] factor,
      int first,
      int number,
      boolean anew) {
    for (var query = 0; query < count; query += width) {
      var n = scored(query, first, number);
      if (anew) {
        compute(query, first, n);
        passes.exponentiate(rows, query, stride, n, largest, correction, query, width);
      }
      multiply(values, resultGradients, gradients, query, first, n);
      passes.differentiate(rows, gradients, query, stride, n, factor, mean, query, width);
    }
  }

  /**
   * Sums over some keys, for each of the present queries: {@code result[query, c] (+)= sum
   * left[key, query] right[key, c]}.
   */
  void overKeys(float[] left, FloatRows right, int first, int number, ResultRows result) {
    var step = shape.causal() ? tile : count;
    for (var query = 0; query < count; query += step) {
      var n = Math.min(step, count - query);
      var terms = Math.min(number, shape.visible(firstQuery + query + n) - first);
      if (terms > 0) {
        summing.left(left, query, tile, stride);
        right.multiply(summing, n, terms, first > 0, first, result, query);
      }
    }
  }

  /**
   * Sums over the present queries, for some keys: {@code result[key, c] (+)= sum left[key, query]
   * right[query, c]}.
   */
  void overQueries(float[] left, FloatRows right, int first, int number, ResultRows result) {
    var step = shape.causal() ? tile : number;
    for (var key = 0; key < number; key += step) {
      var start = shape.causal() ? Math.max(0, first + key - firstQuery) : 0;
      if (start < count) {
        summing.left(left, key * stride + start, tile * stride, stride, 1);
        var n = Math.min(step, number - key);
        right.multiply(summing, n, count - start, firstQuery > 0, start, result, first + key);
      }
    }
  }

  /** With how many of some keys the panel that starts with a query is scored. */
  private int scored(int query, int first, int number) {
    var end = Math.min(query + width, count);
    // a tile of queries that ends in the next panel may need more, unless tiles of keys end there
    var more = (firstQuery - first) % tile == 0 ? 0 : tile - 1;
    var visible = Math.max(0, shape.visible(firstQuery + end) + more - first);
    return Math.min(number, (visible + tile - 1) / tile * tile);
  }
}
