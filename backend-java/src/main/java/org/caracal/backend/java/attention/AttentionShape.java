package org.caracal.backend.java.attention;

import org.caracal.array.Shape;
import org.caracal.backend.java.parallel.Partition;
import org.caracal.backend.java.parallel.ThreadPool;

/**
 * Where heads stand in {@code [..., T, 3 heads d]} and {@code [..., T, heads d]}.
 *
 * @param sequences number of sequences
 * @param length number of positions T
 * @param heads number of heads
 * @param features features d of a head
 * @param causal whether a position attends only to itself and those before it
 */
record AttentionShape(int sequences, int length, int heads, int features, boolean causal) {
  /** Estimated time for a multiplication and addition. */
  private static final double NANOS = 0.03;

  /** So many elements of keys and as many of values stay in the second-level cache. */
  private static final int ELEMENTS = 1 << 14;

  /** The shape of the attention within a tensor of queries, keys and values. */
  static AttentionShape of(Shape projections, int heads, boolean causal) {
    var length = projections.extent(-2);
    var features = projections.extent(-1) / 3 / heads;
    var sequences = projections.slice(0, projections.rank() - 2).size();
    return new AttentionShape(sequences, length, heads, features, causal);
  }

  /** Distance of positions in queries, keys and values. */
  int stride() {
    return 3 * heads * features;
  }

  /** Distance of positions in results. */
  int resultStride() {
    return heads * features;
  }

  /** Where the queries of a head of a sequence stand. */
  int queries(int unit) {
    return unit / heads * length * stride() + unit % heads * features;
  }

  /** Where its keys stand. */
  int keys(int unit) {
    return queries(unit) + heads * features;
  }

  /** Where its values stand. */
  int values(int unit) {
    return keys(unit) + heads * features;
  }

  /** Where its results stand. */
  int results(int unit) {
    return unit / heads * length * resultStride() + unit % heads * features;
  }

  /** How many heads of a sequence are packed at once at most. */
  int together() {
    return Math.max(1, Math.min(heads, ELEMENTS / (length * features)));
  }

  /** How many heads are packed at once from one on, of those before an end. */
  int together(int unit, int end) {
    return Math.min(together(), Math.min(end - unit, heads - unit % heads));
  }

  /** Whether so many heads are all of a sequence and stay in that cache. */
  boolean isWhole(int number) {
    return number == heads && length * heads * features <= ELEMENTS;
  }

  /** The end of the keys that queries before an end attend to. */
  int visible(int endOfQueries) {
    return causal ? endOfQueries : length;
  }

  /** How threads share the heads of all sequences, when each takes so many products. */
  Partition partition(ThreadPool pool, int products) {
    var units = sequences * heads;
    return Partition.of(pool, units, NANOS * products * units * length * length * features);
  }
}
