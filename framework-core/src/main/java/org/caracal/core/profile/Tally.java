package org.caracal.core.profile;

/** Sums from which what came first can be left out. Confined to the thread of the run. */
final class Tally {
  private final long[] sums;

  /** The sums at the last mark, and at the one before. */
  private final long[] last;

  private final long[] skipped;

  Tally(int size) {
    sums = new long[size];
    last = new long[size];
    skipped = new long[size];
  }

  void add(int index, long value) {
    sums[index] += value;
  }

  /** What was added up to the mark before no longer counts. */
  void mark() {
    System.arraycopy(last, 0, skipped, 0, sums.length);
    System.arraycopy(sums, 0, last, 0, sums.length);
  }

  /** All that was added. */
  long sum(int index) {
    return sums[index];
  }

  /** What does not count. */
  long skipped(int index) {
    return skipped[index];
  }

  /** What counts. */
  long counted(int index) {
    return sums[index] - skipped[index];
  }
}
