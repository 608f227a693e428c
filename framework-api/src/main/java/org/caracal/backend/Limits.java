package org.caracal.backend;

import java.util.Collections;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The most that the threads of a session can do on this machine, as measured: against this a
 * profile judges kernels.
 *
 * @param operations floating-point operations a nanosecond (GFLOP/s), of a loop of fused
 *     multiplications and additions in registers
 * @param copies for some numbers of bytes, ascending, how many bytes a nanosecond (GB/s) a loop
 *     reads and writes that copies over and over, reading and writing that many bytes in all
 */
public record Limits(double operations, NavigableMap<Long, Double> copies) {
  /** Copies the map and checks that something was measured. */
  public Limits {
    copies = Collections.unmodifiableNavigableMap(new TreeMap<>(copies));
    if (!(operations > 0) || copies.isEmpty()) {
      throw new IllegalArgumentException("limits without a measurement");
    }
  }

  /**
   * Bytes a nanosecond that work which moves so many bytes can move at most: what the largest copy
   * did that is no larger.
   */
  public double copy(double bytes) {
    var entry = copies.floorEntry((long) bytes);
    return (entry == null ? copies.firstEntry() : entry).getValue();
  }

  /** The nanoseconds that so many operations and bytes take at least, whichever takes longer. */
  public double nanoseconds(double count, double bytes) {
    return Math.max(count / operations, bytes / copy(bytes));
  }
}
