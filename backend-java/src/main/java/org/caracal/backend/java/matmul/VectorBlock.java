package org.caracal.backend.java.matmul;

import org.caracal.backend.java.parallel.Trial;

/**
 * Loops of the Vector API for tiles of rows, and plain ones that do most of the work until those
 * are compiled.
 */
abstract class VectorBlock extends Block {
  /** Of the time of the plain loops. */
  static final double SHARE = 0.5;

  /**
   * Sums start as what is given, one of them multiplied by this, which changes nothing: so the
   * method where all operators are looked up knows those of two classes from the first tile on. C2
   * would bet on one otherwise, and each lost bet counts as often as a method has operations: after
   * a hundred (PerMethodTrapLimit) it bets on nothing any more, the class of vectors included, and
   * keeps the sums of that method as objects.
   */
  static final int ONE = 1;

  private final Block plain;
  private final int tile;
  private final int width;
  private final boolean aside;

  /** The sums of a tile that has not all columns, or is computed aside. */
  final Object edge;

  /** The last terms of rows that stand apart, packed. */
  private final Object tail;

  private final Object zeros;

  // of one tile: what its sums start as, where they go, and the last row that is wanted
  Object given;
  int givenAt;
  int givenStride;
  Object target;
  int targetAt;
  int targetStride;
  int last;

  /**
   * Loops for tiles of some rows and panels of a width.
   *
   * @param aside whether sums are always computed in that memory, and start as what stands there
   * @param edge memory for the sums of a tile
   * @param tail memory for a tile of few terms
   * @param zeros as much as that memory if tiles are computed in it, else a row of the panel
   */
  VectorBlock(
      Block plain, int tile, int width, boolean aside, Object edge, Object tail, Object zeros) {
    this.plain = plain;
    this.aside = aside;
    this.tile = tile;
    this.width = width;
    this.edge = edge;
    this.tail = tail;
    this.zeros = zeros;
    given = zeros;
    target = edge;
  }

  /** The loops, each of which is compiled by itself. */
  enum Loop {
    /** For packed operands, some terms in a turn. */
    PACKED,
    /** For rows that stand apart and a packed panel, some terms in a turn. */
    APART,
    /** For rows whose elements stand together and a panel, at any distances. */
    LOOSE
  }

  /** When to use a loop. */
  abstract Trial trial(Loop loop);

  /** Adds terms, a multiple of {@link #TURN}, to a tile. */
  abstract void packed(int at, int panel, int terms);

  /** Adds terms, a multiple of {@link #TURN}, to a tile. */
  abstract void apart(int at, int panel, int terms);

  /** Adds terms to a tile. */
  abstract void loose(Object from, int at, int step, int panel, int terms);

  /** Copies the elements that there are of a tile that has not all columns. */
  abstract void copy(Object from, int at, int stride, Object to, int put, int distance);

  @Override
  public final void multiply() {
    var loop =
        leftRow != 1
            ? Loop.APART
            : leftStep == STEP && rightStride == width && width % STEP == 0
                ? Loop.PACKED
                : Loop.LOOSE;
    var inTurns = loop == Loop.LOOSE ? 0 : inner / TURN * TURN;
    if (inTurns > 0) {
      multiply(loop, TURN, 0, inTurns);
    }
    if (inTurns < inner) {
      multiply(Loop.LOOSE, 1, inTurns, inner - inTurns);
    }
  }

  private void multiply(Loop loop, int turn, int first, int terms) {
    var trial = trial(loop);
    var some = turn * trial.first(terms / turn);
    multiply(loop, trial, first, some);
    if (some < terms) {
      multiply(loop, trial, first + some, terms - some);
    }
  }

  private void multiply(Loop loop, Trial trial, int first, int terms) {
    var work = (double) rows * columns * terms;
    var since = trial.clock();
    if (trial.grants(work)) {
      multiplyByVectors(loop, first, terms);
      trial.vectorsSince(since, work);
    } else {
      plain
          .extents(rows, columns, terms, add || first > 0)
          .left(left, leftAt + first * leftStep, leftTile, leftRow, leftStep)
          .right(right, rightAt + first * rightStride, rightStride)
          .result(result, resultAt, resultStride)
          .multiply();
      trial.plainSince(since, work);
    }
  }

  private void multiplyByVectors(Loop loop, int first, int terms) {
    var adding = add || first > 0;
    var at = leftAt + first * leftStep;
    for (var row = 0; row < rows; row += tile) {
      last = Math.min(tile, rows - row) - 1;
      var put = resultAt + row * resultStride;
      if (columns == width && !aside) {
        target(result, put, resultStride, adding);
        tile(loop, at, first, terms);
      } else {
        if (adding) {
          copy(result, put, resultStride, edge, 0, width);
        }
        target(edge, 0, width, adding);
        tile(loop, at, first, terms);
        copy(edge, 0, width, result, put, resultStride);
      }
      at += leftTile;
    }
  }

  private void target(Object array, int at, int stride, boolean adding) {
    var start = adding ? array : zeros;
    if (target != array) {
      target = array;
    }
    if (given != start) {
      given = start;
    }
    targetAt = at;
    targetStride = stride;
    givenAt = adding ? at : 0;
    givenStride = adding ? stride : 0;
  }

  private void tile(Loop loop, int at, int first, int terms) {
    var panel = rightAt + first * rightStride;
    switch (loop) {
      case PACKED -> packed(at, panel, terms);
      case APART -> apart(at, panel, terms);
      case LOOSE -> {
        if (leftRow == 1) {
          loose(left, at, leftStep, panel, terms);
        } else {
          packTail(at, terms);
          loose(tail, 0, STEP, panel, terms);
        }
      }
    }
  }

  private void packTail(int at, int terms) {
    for (var i = 0; i <= last; i++) {
      for (var k = 0; k < terms; k++) {
        System.arraycopy(left, at + i * leftRow + k, tail, k * STEP + i, 1);
      }
    }
  }
}
