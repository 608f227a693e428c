package org.caracal.backend.java.attention;

import org.caracal.array.Shape;
import org.caracal.backend.java.parallel.Partition;
import org.caracal.backend.java.parallel.ThreadPool;

/**
 * Where heads stand in {@code [..., T, 3 heads d]} and {@code [..., T, heads d]}. Some heads of a
 * sequence, a <em>group</em>, are packed at once, as they lie next to each other.
 *
 * @param sequences number of sequences
 * @param length number of positions T
 * @param heads number of heads
 * @param features features d of a head
 * @param causal whether a position attends only to itself and those before it
 * @param together number of heads in a group, but perhaps for the last of a sequence
 */
record AttentionShape(
    int sequences, int length, int heads, int features, boolean causal, int together) {
  /** Estimated time for a multiplication and addition. */
  private static final double NANOS = 0.03;

  /** So many elements of keys and as many of values stay in the second-level cache. */
  private static final int ELEMENTS = 1 << 14;

  /** The fewest groups for a thread, so that none waits long for the others. */
  private static final int GROUPS = 2;

  /** The shape of the attention within a tensor of queries, keys and values. */
  static AttentionShape of(Shape projections, int heads, boolean causal, int threads) {
    var length = projections.extent(-2);
    var features = projections.extent(-1) / 3 / heads;
    var sequences = projections.slice(0, projections.rank() - 2).size();
    var fitting = ELEMENTS / Math.max(1, length * features);
    var fair = threads == 1 ? heads : sequences * heads / (GROUPS * threads);
    var most = Math.max(1, Math.min(heads, Math.min(fitting, fair)));
    var groups = (heads + most - 1) / most;
    var together = (heads + groups - 1) / groups;
    return new AttentionShape(sequences, length, heads, features, causal, together);
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

  private int groups() {
    return (heads + together - 1) / together;
  }

  /** The first head of a group. */
  int first(int group) {
    return group / groups() * heads + group % groups() * together;
  }

  /** The number of heads in a group. */
  int count(int group) {
    return Math.min(together, heads - group % groups() * together);
  }

  /** Whether so many heads are all of a sequence and stay in that cache. */
  boolean isWhole(int number) {
    return number == heads && length * heads * features <= ELEMENTS;
  }

  /** The end of the keys that queries before an end attend to. */
  int visible(int endOfQueries) {
    return causal ? endOfQueries : length;
  }

  /** How threads share the groups of all sequences, when each head takes so many products. */
  Partition partition(ThreadPool pool, int products) {
    var nanos = NANOS * products * sequences * heads * length * length * features;
    return Partition.of(pool, sequences * groups(), nanos);
  }
}
