package org.caracal.backend.java.matmul;

import org.caracal.backend.java.parallel.Trial;

/** Loops of the Vector API, and plain ones that do most of the work until those are compiled. */
abstract class VectorBlock extends Block {
  /** Of the time of the plain loops: as much, so that the compiler begins soon. */
  static final double SHARE = 1;

  private final Block plain;

  VectorBlock(Block plain) {
    this.plain = plain;
  }

  @Override
  public final void multiply() {
    var trial = trial();
    if (trial.isWon()) {
      multiplyByVectors();
    } else if (trial.isOpen() && trial.allowance() >= work()) {
      var start = System.nanoTime();
      multiplyByVectors();
      trial.vectors(System.nanoTime() - start, work());
    } else {
      var start = System.nanoTime();
      plain
          .extents(rows, columns, inner, add)
          .left(left, leftAt, leftTile, leftRow, leftStep)
          .right(right, rightAt, rightStride)
          .result(result, resultAt, resultStride)
          .multiply();
      trial.plain(System.nanoTime() - start, work());
    }
  }

  private double work() {
    return (double) rows * columns * inner;
  }

  /** That of the loop which the operands are for. */
  abstract Trial trial();

  abstract void multiplyByVectors();
}
