package org.caracal.backend.java.reduction;

import org.caracal.backend.Buffer;
import org.caracal.backend.HeapBuffer;
import org.caracal.backend.java.parallel.Scratch;
import org.caracal.backend.java.parallel.ThreadPool;
import org.caracal.backend.java.parallel.Workspace;

/** Pieces of a stored tensor. */
final class StoredPieces implements Pieces {
  private final Division division;
  private final Reductions reductions;
  private final Scratch[] lanes;
  private Object x = new Object();

  StoredPieces(Division division, Reductions reductions, ThreadPool pool, Workspace workspace) {
    this.division = division;
    this.reductions = reductions;
    lanes = workspace.each(pool.threads(), reductions.dtype(), "lanes", Reductions.LANES);
  }

  @Override
  public void bind(Buffer[] inputs, Buffer[] outputs) {
    x = ((HeapBuffer) inputs[0]).array();
  }

  @Override
  public void reduce(int unit, int piece, Object[] targets, int at, int worker) {
    var target = targets[0];
    var count = division.count(unit);
    if (division.runs()) {
      var from = division.run(unit, piece);
      var length = division.length(piece);
      for (var i = 0; i < count; i++) {
        reductions.run(x, from + i * length, length, target, at + i, lanes[worker].array());
      }
      return;
    }
    var row = division.row(unit);
    var first = division.firstRow(piece);
    System.arraycopy(x, row + division.rows()[first], target, at, count);
    reductions.foldRows(
        target, at, x, row, division.rows(), first + 1, division.endRow(piece), count);
  }
}
