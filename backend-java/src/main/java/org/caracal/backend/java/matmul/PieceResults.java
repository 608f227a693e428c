package org.caracal.backend.java.matmul;

import org.caracal.array.DType;
import org.caracal.backend.java.parallel.Finish;
import org.caracal.backend.java.parallel.Receiver;
import org.caracal.backend.java.parallel.Scratch;
import org.caracal.backend.java.parallel.ThreadPool;
import org.caracal.backend.java.parallel.Workspace;

/** Where the pieces of products are computed, and what is done with them then. */
abstract class PieceResults {
  final ProductBlocks pieces;

  private PieceResults(ProductBlocks pieces) {
    this.pieces = pieces;
  }

  /** Pieces that are computed where they belong in the result. */
  static PieceResults stored(ProductBlocks pieces, Finish finish) {
    return new Stored(pieces, finish);
  }

  /** Pieces that only a receiver wants: they stay in the cache. */
  static PieceResults passedOn(
      ProductBlocks pieces, Receiver receiver, DType dtype, ThreadPool pool, Workspace workspace) {
    var size = pieces.rowStep() * pieces.columnStep();
    return new PassedOn(pieces, receiver, workspace.each(pool.threads(), dtype, "piece", size));
  }

  /** Sets the array of the result, if it is stored. */
  abstract void bind(Object result);

  /** The array that a thread computes in. */
  abstract Object array(int worker);

  /** The index of an element of a piece in it. */
  abstract int at(int piece, int row, int column);

  /** The distance of rows in it. */
  abstract int stride(int piece);

  /** Does what is to be done with elements of a piece that follow each other from a row on. */
  abstract void finishRun(int piece, int row, int count, int worker);

  /** Does what is to be done with a piece; whole rows of the result go together. */
  final void finish(int piece, int worker) {
    var columns = pieces.endColumn(piece) - pieces.firstColumn(piece);
    var rows = pieces.endRow(piece) - pieces.firstRow(piece);
    if (columns == pieces.columns()) {
      finishRun(piece, pieces.firstRow(piece), rows * columns, worker);
      return;
    }
    for (var row = pieces.firstRow(piece); row < pieces.endRow(piece); row++) {
      finishRun(piece, row, columns, worker);
    }
  }

  /** The row-major index in the result. */
  final int index(int piece, int row, int column) {
    return (pieces.matrix(piece) * pieces.rows() + row) * pieces.columns() + column;
  }

  private static final class Stored extends PieceResults {
    private final Finish finish;
    private Object result = new Object();

    Stored(ProductBlocks pieces, Finish finish) {
      super(pieces);
      this.finish = finish;
    }

    @Override
    void bind(Object array) {
      result = array;
    }

    @Override
    Object array(int worker) {
      return result;
    }

    @Override
    int at(int piece, int row, int column) {
      return index(piece, row, column);
    }

    @Override
    int stride(int piece) {
      return pieces.columns();
    }

    @Override
    void finishRun(int piece, int row, int count, int worker) {
      finish.run(worker, index(piece, row, pieces.firstColumn(piece)), count);
    }
  }

  private static final class PassedOn extends PieceResults {
    private final Receiver receiver;
    private final Scratch[] memory;

    PassedOn(ProductBlocks pieces, Receiver receiver, Scratch[] memory) {
      super(pieces);
      this.receiver = receiver;
      this.memory = memory;
    }

    @Override
    void bind(Object array) {}

    @Override
    Object array(int worker) {
      return memory[worker].array();
    }

    @Override
    int at(int piece, int row, int column) {
      return (row - pieces.firstRow(piece)) * stride(piece) + column - pieces.firstColumn(piece);
    }

    @Override
    int stride(int piece) {
      return pieces.endColumn(piece) - pieces.firstColumn(piece);
    }

    @Override
    void finishRun(int piece, int row, int count, int worker) {
      var column = pieces.firstColumn(piece);
      receiver.run(
          worker, memory[worker].array(), at(piece, row, column), index(piece, row, column), count);
    }
  }
}
