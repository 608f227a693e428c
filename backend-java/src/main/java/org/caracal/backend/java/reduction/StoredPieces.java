package org.caracal.backend.java.reduction;

import java.util.List;
import org.caracal.backend.Buffer;
import org.caracal.backend.HeapBuffer;
import org.caracal.backend.java.parallel.Scratch;
import org.caracal.backend.java.parallel.ThreadPool;
import org.caracal.backend.java.parallel.Workspace;

/** Pieces of stored tensors, each of which is an input. */
final class StoredPieces implements Pieces {
  private final Division division;
  private final List<Reductions> functions;
  private final int[] numbers;
  private final Scratch[] lanes;
  private final Object[] inputs;

  /**
   * Pieces of inputs of one element type.
   *
   * @param functions how each is reduced
   * @param numbers the numbers of these inputs
   */
  StoredPieces(
      Division division,
      List<Reductions> functions,
      int[] numbers,
      ThreadPool pool,
      Workspace workspace) {
    this.division = division;
    this.functions = functions;
    this.numbers = numbers;
    inputs = new Object[numbers.length];
    lanes = workspace.each(pool.threads(), functions.get(0).dtype(), "lanes", Reductions.LANES);
  }

  @Override
  public void bind(Buffer[] in, Buffer[] out) {
    for (var i = 0; i < inputs.length; i++) {
      inputs[i] = ((HeapBuffer) in[numbers[i]]).array();
    }
  }

  @Override
  public void reduce(int unit, int piece, Object[] targets, int at, int worker) {
    for (var i = 0; i < inputs.length; i++) {
      reduce(functions.get(i), inputs[i], unit, piece, targets[i], at, lanes[worker].array());
    }
  }

  private void reduce(
      Reductions function, Object x, int unit, int piece, Object target, int at, Object partial) {
    var count = division.count(unit);
    if (division.runs()) {
      var from = division.run(unit, piece);
      var length = division.length(piece);
      for (var i = 0; i < count; i++) {
        function.run(x, from + i * length, length, target, at + i, partial);
      }
      return;
    }
    var row = division.row(unit);
    var first = division.firstRow(piece);
    System.arraycopy(x, row + division.rows()[first], target, at, count);
    function.foldRows(
        target, at, x, row, division.rows(), first + 1, division.endRow(piece), count);
  }
}
