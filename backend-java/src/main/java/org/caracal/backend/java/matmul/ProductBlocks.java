package org.caracal.backend.java.matmul;

import org.caracal.backend.java.parallel.ThreadPool;

/**
 * How the results of a batch of products are cut into pieces, each of which one thread computes.
 *
 * @param rows number of rows of a matrix
 * @param columns number of columns of a matrix
 * @param rowStep rows in a piece
 * @param columnStep columns in a piece
 * @param count number of pieces in all
 */
record ProductBlocks(int rows, int columns, int rowStep, int columnStep, int count) {
  /** The result of a piece, and the tiles of it, stay in a second-level cache. */
  private static final int MOST_TILES = 24;

  /** So many rows are not divided, lest the right matrix be read once more for a few of them. */
  private static final int FEW_ROWS = 144;

  private static final int MOST_COLUMNS = 128;

  /**
   * The columns of pieces with all rows, who pack their panels themselves: long runs of a row come
   * from memory faster than short ones.
   */
  private static final int MOST_COLUMNS_OF_ALL_ROWS = 256;

  /**
   * Many rows are not divided, so that whole rows can be finished, if they are no longer and the
   * right matrix has no more elements: it stays in the second-level cache then.
   */
  private static final int FEW_COLUMNS = 4 * MOST_COLUMNS;

  private static final int FEW_ELEMENTS = 1 << 16;

  /**
   * Where pieces are passed on, runs as long as possible are worth more: so much more of the cache.
   */
  private static final int PASSING = 2;

  /** Estimated time for a multiplication and addition. */
  private static final double NANOS = 0.015;

  /**
   * Pieces for a pool.
   *
   * @param tile number of rows in a tile
   * @param width number of columns in a panel
   * @param passedOn whether pieces are passed on, not stored
   */
  static ProductBlocks of(
      ThreadPool pool,
      int batch,
      int rows,
      int columns,
      int inner,
      int tile,
      int width,
      boolean passedOn) {
    var wanted = wanted(pool, batch, rows, columns, inner);
    var rowSteps = rows <= FEW_ROWS ? 1 : steps(rows, MOST_TILES * tile);
    var rowStep = multiple(steps(rows, rowSteps), tile);
    var mostColumns = rowSteps == 1 ? MOST_COLUMNS_OF_ALL_ROWS : MOST_COLUMNS;
    var columnStep = multiple(steps(columns, steps(columns, mostColumns)), width);
    var room = passedOn ? PASSING : 1;
    var run = passedOn ? steps(columns, steps(columns, room * FEW_COLUMNS)) : columns;
    if (rowSteps > 1
        && columns > MOST_COLUMNS
        && run <= room * FEW_COLUMNS
        && (long) run * inner <= room * FEW_ELEMENTS) {
      rowStep = multiple(rowStep * columnStep / run, tile);
      columnStep = multiple(run, width);
    }
    while (batch * steps(rows, rowStep) * steps(columns, columnStep) < wanted) {
      if (columnStep > width && 2 * columnStep >= rowStep) {
        columnStep = multiple(columnStep / 2, width);
      } else if (rowStep > tile) {
        rowStep = multiple(rowStep / 2, tile);
      } else {
        break;
      }
    }
    if (rowStep < rows) {
      rowStep = even(pool, batch * steps(columns, columnStep), rows, rowStep, tile);
    } else {
      columnStep = even(pool, batch, columns, columnStep, width);
    }
    var count = batch * steps(rows, rowStep) * steps(columns, columnStep);
    return new ProductBlocks(rows, columns, rowStep, columnStep, count);
  }

  /**
   * The step, perhaps a shorter one, with which threads have about as much to do: eleven pieces are
   * six for one of two threads, where twelve that are shorter are six for both.
   *
   * @param times how often the extent is cut
   * @param of what steps are multiples of
   */
  private static int even(ThreadPool pool, int times, int extent, int step, int of) {
    var best = step;
    for (var more = 0; more < pool.threads(); more++) {
      var shorter = multiple(steps(extent, steps(extent, step) + more), of);
      if (longest(pool, times, extent, shorter) < longest(pool, times, extent, best)) {
        best = shorter;
      }
    }
    return best;
  }

  /** The most of an extent that one thread has, if all have about as many steps. */
  private static int longest(ThreadPool pool, int times, int extent, int step) {
    return steps(times * steps(extent, step), pool.threads()) * step;
  }

  /**
   * Pieces of one product, of all its rows and of some runs of columns.
   *
   * @param run columns that are not divided, by which their number can be
   * @param mostRuns the most runs in a piece
   */
  static ProductBlocks ofAllRows(
      ThreadPool pool, int rows, int columns, int inner, int run, int mostRuns) {
    var runs = steps(columns / run, wanted(pool, 1, rows, columns, inner));
    var columnStep = Math.min(mostRuns, runs) * run;
    return new ProductBlocks(rows, columns, rows, columnStep, steps(columns, columnStep));
  }

  /** How many pieces there should be at least. */
  private static int wanted(ThreadPool pool, int batch, int rows, int columns, int inner) {
    var nanos = NANOS * batch * rows * columns * inner;
    return Math.min(2 * pool.threads(), pool.chunks(nanos, Long.MAX_VALUE));
  }

  /** Whether a piece has all rows of its matrix. */
  boolean isOfAllRows() {
    return rowStep >= rows;
  }

  /** The matrix that a piece belongs to. */
  int matrix(int piece) {
    return piece / (steps(rows, rowStep) * steps(columns, columnStep));
  }

  /** The first row of a piece. */
  int firstRow(int piece) {
    return piece / steps(columns, columnStep) % steps(rows, rowStep) * rowStep;
  }

  /** The end of its rows, exclusive. */
  int endRow(int piece) {
    return Math.min(rows, firstRow(piece) + rowStep);
  }

  /** The first column of a piece. */
  int firstColumn(int piece) {
    return piece % steps(columns, columnStep) * columnStep;
  }

  /** The end of its columns, exclusive. */
  int endColumn(int piece) {
    return Math.min(columns, firstColumn(piece) + columnStep);
  }

  private static int steps(int extent, int step) {
    return (extent + step - 1) / Math.max(1, step);
  }

  private static int multiple(int extent, int of) {
    return (extent + of - 1) / of * of;
  }
}
