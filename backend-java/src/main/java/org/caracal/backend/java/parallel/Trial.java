package org.caracal.backend.java.parallel;

/**
 * Finds out whether, and since when, a loop of the Vector API is faster than a plain one that gives
 * the same results. Until C2 has compiled it, code of the Vector API is some hundred times slower
 * than it will be, and where C2 fails to make vectors of it, it stays so. So at first the plain
 * loop does most of the work and the vectors what they can do in a part of its time; they get all
 * as soon as they are compiled and faster. Where they never are, they are given up after a while. A
 * method that has the choice reads:
 *
 * <pre>
 * var since = TRIAL.clock();
 * if (TRIAL.grants(work)) {
 *   addByVectors(...);
 *   TRIAL.vectorsSince(since, work);
 * } else {
 *   super.add(...); // the plain loop
 *   TRIAL.plainSince(since, work);
 * }
 * </pre>
 *
 * <p>The loop of vectors is a method of its own, so that its own turns decide when it is compiled:
 * after many of the plain loop and few of its own C2 does not know the class of the vectors, calls
 * their methods as those of objects, and never compiles them again.
 *
 * <p>Threads may share a trial: what they note of times may get lost, which does no harm.
 */
public final class Trial {
  /** What vectors usually may take, as a share of the time of the plain loop. */
  private static final double SHARE = 0.5;

  /** How often in a row the vectors have to be faster. */
  private static final int WINS = 3;

  private static final int MOST_LOSSES = 100_000;

  /** What reading the time takes. */
  private static final double TIMER_NANOS = 20;

  /**
   * What a compiled loop takes at most for an operation on an element, and for reading it: several
   * times of what it does take, and less than vectors take before they are compiled, when they may
   * be faster than a plain loop that is not compiled either. Vectors of 16 lanes that are objects
   * take some 2 to 4 for both.
   */
  private static final double COMPILED_NANOS = 0.5;

  /** What can be timed, in operations: loops of fewer are plain while the trial is open. */
  private static final double LEAST_OPERATIONS = 32;

  /**
   * What vectors take at least that are not compiled, or only for a profile, for an operation on an
   * element, and for reading it.
   */
  private static final double INTERPRETED_NANOS = 10;

  /** How many turns of a loop the vectors do at a time. */
  private static final int FEW_TURNS = 16;

  /** What may come to the time of a piece of work, whatever its size. */
  private static final double CALL_NANOS = 100;

  /**
   * After so many turns of the plain loop vectors get one of their own if it is short: compilers
   * count calls, and where there is little work they would wait for good.
   */
  private static final int PATIENCE = 8;

  private static final double SHORT_NANOS = 50_000;

  /**
   * How many turns of the plain loop come at least before one of vectors: with more than a quarter
   * of the turns C2 would compile the loop of vectors as a part of the method that calls it,
   * whether or not it knows their class.
   */
  private static final int LEAST_PLAIN_TURNS = 4;

  enum State {
    TRYING,
    VECTORS,
    PLAIN
  }

  private final double share;
  private final double operations;

  /** What stands now; tests set it. */
  volatile State state = State.TRYING;

  private int plainTurns;
  private double plainNanos; // since the last turn of the vectors
  private double plainCost; // in nanoseconds for a unit of work, the last time
  private double vectorCost;
  private int wins;
  private int losses;

  /** A trial that begins, of loops of so many operations for a unit of work. */
  public static Trial of(int operations) {
    return new Trial(SHARE, operations);
  }

  /**
   * A trial that begins.
   *
   * @param share what the vectors may take, as a share of the time of the plain loop
   */
  public Trial(double share) {
    this(share, 1);
  }

  private Trial(double share, double operations) {
    this.share = share;
    this.operations = operations;
    vectorCost = 100 * operations;
  }

  /** Whether both loops are still tried. */
  public boolean isOpen() {
    return state == State.TRYING;
  }

  /** Whether the vectors get all the work from now on. */
  public boolean isWon() {
    return state == State.VECTORS;
  }

  /** The time while the trial is open, then 0, as reading it takes time. */
  public long clock() {
    return state == State.TRYING ? System.nanoTime() : 0;
  }

  /** Whether the vectors do the next piece of work. */
  public boolean grants(double work) {
    var now = state;
    return now == State.VECTORS
        || now == State.TRYING
            && isTimed(work)
            && plainTurns >= LEAST_PLAIN_TURNS
            && (allowance() >= work || plainTurns >= PATIENCE && work * vectorCost < SHORT_NANOS);
  }

  /**
   * With how many of n turns of a loop the next piece of work begins: few while the trial is open,
   * because compilers count calls rather than turns, and turns of vectors take long then.
   */
  public int first(int turns) {
    return isOpen() ? Math.min(turns, FEW_TURNS) : turns;
  }

  /** Whether the vectors may be compiled, as quick as they were the last time. */
  public boolean mayBeCompiled() {
    return vectorCost < INTERPRETED_NANOS * (operations + 1);
  }

  /** How much work is timed; less of it is not given to vectors while the trial is open. */
  public int leastWork() {
    return (int) Math.ceil(LEAST_OPERATIONS / operations);
  }

  /** Notes that the vectors did an amount of work since a time of {@link #clock}. */
  public void vectorsSince(long since, double work) {
    if (since != 0) {
      vectors(System.nanoTime() - since, work);
    }
  }

  /** Notes that the plain loop did an amount of work since a time of {@link #clock}. */
  public void plainSince(long since, double work) {
    if (since != 0) {
      plain(System.nanoTime() - since, work);
    }
  }

  /** How much work the vectors can do now in their share of the time since their last turn. */
  public double allowance() {
    return share * plainNanos / vectorCost;
  }

  private boolean isTimed(double work) {
    return work >= leastWork();
  }

  /** Notes what the plain loop took, in nanoseconds. */
  void plain(long nanos, double work) {
    if (isTimed(work)) {
      plainNanos += nanos;
      plainTurns++;
      plainCost = cost(nanos, work);
    }
  }

  /** Notes what the vectors took, in nanoseconds. */
  void vectors(long nanos, double work) {
    if (!isTimed(work)) {
      return;
    }
    plainNanos = 0;
    plainTurns = 0;
    vectorCost = cost(nanos, work);
    if (vectorCost < plainCost && nanos < COMPILED_NANOS * (operations + 1) * work + CALL_NANOS) {
      wins++;
    } else {
      wins = 0;
      losses++;
    }
    if (wins >= WINS) {
      state = State.VECTORS;
    } else if (losses > MOST_LOSSES) {
      state = State.PLAIN;
    }
  }

  /** More than nothing, because work is divided by it. */
  private static double cost(long nanos, double work) {
    return Math.max(nanos - TIMER_NANOS, 1) / work;
  }
}
