package org.caracal.backend.java.parallel;

/**
 * How the units of a kernel's work are divided into chunks for a pool.
 *
 * @param units number of units
 * @param perChunk number of units in each chunk but perhaps the last
 */
public record Partition(int units, int perChunk) {
  /**
   * Chunks that are worth the hand-over to other threads, for work that takes this long on one
   * thread.
   */
  public static Partition of(ThreadPool pool, int units, double nanos) {
    var wanted = pool.chunks(nanos, units);
    return new Partition(units, Math.max(1, (units + wanted - 1) / wanted));
  }

  /** The number of chunks. */
  public int chunks() {
    return (units + perChunk - 1) / perChunk;
  }

  /** The first unit of a chunk. */
  public int start(int chunk) {
    return chunk * perChunk;
  }

  /** The end of a chunk, exclusive. */
  public int end(int chunk) {
    return Math.min(units, (chunk + 1) * perChunk);
  }
}
