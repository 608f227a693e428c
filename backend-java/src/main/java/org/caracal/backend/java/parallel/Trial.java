package org.caracal.backend.java.parallel;

/**
 * Finds out whether, and since when, a loop of the Vector API is faster than a plain one that gives
 * the same results. Until C2 has compiled it, code of the Vector API is some hundred times slower
 * than it will be, and where C2 fails to make vectors of it, it stays so. So at first the plain
 * loop does most of the work and the vectors what they can do in a part of its time; they get all
 * as soon as they are faster. Where they never are, they are given up after a while.
 *
 * <p>Threads may share a trial: what they note of times may get lost, which does no harm.
 */
public final class Trial {
  /** How often in a row the vectors have to be faster. */
  private static final int WINS = 3;

  private static final int MOST_LOSSES = 100_000;

  /** What reading the time takes. */
  private static final double TIMER_NANOS = 20;

  private enum State {
    TRYING,
    VECTORS,
    PLAIN
  }

  private final double share;
  private volatile State state = State.TRYING;

  private double plainNanos; // since the last turn of the vectors
  private double plainCost; // in nanoseconds for a unit of work, the last time
  private double vectorCost = 100;
  private int wins;
  private int losses;

  /**
   * A trial that begins.
   *
   * @param share what the vectors may take, as a share of the time of the plain loop
   */
  public Trial(double share) {
    this.share = share;
  }

  /** Whether both loops are still tried. */
  public boolean isOpen() {
    return state == State.TRYING;
  }

  /** Whether the vectors get all the work from now on. */
  public boolean isWon() {
    return state == State.VECTORS;
  }

  /** How much work the vectors can do now in their share of the time since their last turn. */
  public double allowance() {
    return share * plainNanos / vectorCost;
  }

  /** Notes what the plain loop took, in nanoseconds, for an amount of work; of none, nothing. */
  public void plain(long nanos, double amount) {
    if (amount == 0) {
      return;
    }
    plainNanos += nanos;
    plainCost = cost(nanos, amount);
  }

  /** Notes what the vectors took, in nanoseconds, for an amount of work; of none, nothing. */
  public void vectors(long nanos, double amount) {
    if (amount == 0) {
      return;
    }
    plainNanos = 0;
    vectorCost = cost(nanos, amount);
    if (vectorCost >= plainCost) {
      wins = 0;
      losses++;
    } else {
      wins++;
    }
    if (wins >= WINS) {
      state = State.VECTORS;
    } else if (losses > MOST_LOSSES) {
      state = State.PLAIN;
    }
  }

  /** More than nothing, because work is divided by it. */
  private static double cost(long nanos, double amount) {
    return Math.max(nanos - TIMER_NANOS, 1) / amount;
  }
}
