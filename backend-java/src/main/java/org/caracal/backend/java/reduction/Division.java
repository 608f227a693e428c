package org.caracal.backend.java.reduction;

/**
 * How a reduction is divided. Results that stand next to each other, and whose elements do, are
 * computed together: they are a <em>unit</em>. What is reduced to a result is cut into
 * <em>pieces</em>, by the extents alone.
 *
 * <p>If the innermost axis is reduced, a piece is a run of elements for each result of the unit; if
 * it is kept, a piece is a number of rows of the unit.
 */
final class Division {
  /** The most elements of a run, and of a unit's runs together. */
  static final int RUN = 4096;

  /** The most rows of a piece. */
  private static final int ROWS = 64;

  /** The most columns of a unit. */
  private static final int COLUMNS = 1024;

  private final boolean runs;
  private final int innermost;
  private final int[] kept;
  private final int[] reduced;

  /** Runs along the innermost axis, or stretches of its columns. */
  private final int tiles;

  /** Results whose runs follow each other without a gap. */
  private final int neighbours;

  /** The most of them in a unit. */
  private final int lot;

  private final int lots;

  /** A division for so many threads, by which results do not depend on their number. */
  Division(ReductionShape shape, int threads) {
    runs = shape.innermostReduced;
    innermost = shape.innermost;
    kept = shape.keptOffsets();
    reduced = shape.reducedOffsets();
    var tile = runs ? RUN : COLUMNS;
    tiles = (innermost + tile - 1) / tile;
    neighbours = runs && tiles == 1 ? neighbours() : 1;
    var fair = threads == 1 ? kept.length : Math.max(1, kept.length / (8 * threads));
    lot = Math.max(1, Math.min(Math.min(neighbours, fair), RUN / innermost));
    lots = (neighbours + lot - 1) / lot;
  }

  private int neighbours() {
    var count = 1;
    while (count < kept.length && kept[count] == count * innermost) {
      count++;
    }
    return count;
  }

  /** Whether pieces are runs of elements rather than rows. */
  boolean runs() {
    return runs;
  }

  /** The number of elements that are reduced. */
  double elements() {
    return (double) kept.length * reduced.length * innermost;
  }

  /** The number of results. */
  int results() {
    return runs ? kept.length : kept.length * innermost;
  }

  /** The number of units. */
  int units() {
    return runs ? kept.length / neighbours * lots : kept.length * tiles;
  }

  /** The number of pieces of each unit. */
  int pieces() {
    return runs ? reduced.length * tiles : (reduced.length + ROWS - 1) / ROWS;
  }

  /** The most results of a unit. */
  int most() {
    return runs ? lot : Math.min(COLUMNS, innermost);
  }

  /** The first result of a unit. */
  int first(int unit) {
    return runs
        ? unit / lots * neighbours + unit % lots * lot
        : unit / tiles * innermost + column(unit);
  }

  /** The number of results of a unit. */
  int count(int unit) {
    return runs
        ? Math.min(lot, neighbours - unit % lots * lot)
        : Math.min(COLUMNS, innermost - column(unit));
  }

  private int column(int unit) {
    return unit % tiles * COLUMNS;
  }

  /** Where the first run of a piece starts; those of the unit's other results follow it. */
  int run(int unit, int piece) {
    return kept[first(unit)] + reduced[piece / tiles] + piece % tiles * RUN;
  }

  /** The length of each run of a piece. */
  int length(int piece) {
    return Math.min(RUN, innermost - piece % tiles * RUN);
  }

  /** Where the unit starts in the first of all rows. */
  int row(int unit) {
    return kept[unit / tiles] + column(unit);
  }

  /** Where each row starts, behind the first of all. */
  int[] rows() {
    return reduced;
  }

  /** The first row of a piece. */
  int firstRow(int piece) {
    return piece * ROWS;
  }

  /** The end of the rows of a piece. */
  int endRow(int piece) {
    return Math.min(reduced.length, (piece + 1) * ROWS);
  }

  /** How many rows from one on follow each other without a gap and make a run at most. */
  int adjacent(int row, int end) {
    var count = 1;
    while (tiles == 1
        && row + count < end
        && (count + 1) * innermost <= RUN
        && reduced[row + count] == reduced[row] + count * innermost) {
      count++;
    }
    return count;
  }
}
