package org.caracal.backend.java.reduction;

import java.util.Arrays;
import java.util.List;
import org.caracal.backend.Buffer;
import org.caracal.backend.HeapBuffer;
import org.caracal.backend.java.elementwise.CompiledProgram;
import org.caracal.backend.java.parallel.Scratch;
import org.caracal.backend.java.parallel.ThreadPool;
import org.caracal.backend.java.parallel.Workspace;

/**
 * Pieces of what a program computes: each is reduced where the program has put it, which is in the
 * cache.
 */
final class ComputedPieces implements Pieces {
  private final Division division;
  private final CompiledProgram program;
  private final List<Reductions> functions;
  private final Scratch[][] lanes;
  private final Object[] inputs;
  private final Object[] stored;

  /** Where rows start that the program has computed together. */
  private final int[] rows;

  /**
   * Pieces of a program's last results.
   *
   * @param inputs the number of inputs
   * @param stored the number of results that are not reduced
   */
  ComputedPieces(
      Division division,
      CompiledProgram program,
      List<Reductions> functions,
      int inputs,
      int stored,
      ThreadPool pool,
      Workspace workspace) {
    this.division = division;
    this.program = program;
    this.functions = functions;
    this.inputs = new Object[inputs];
    this.stored = new Object[stored];
    lanes = new Scratch[functions.size()][];
    for (var i = 0; i < lanes.length; i++) {
      lanes[i] =
          workspace.each(pool.threads(), functions.get(i).dtype(), "lanes", Reductions.LANES);
    }
    rows = new int[division.runs() ? 0 : Division.RUN];
    Arrays.setAll(rows, row -> row * division.most());
  }

  @Override
  public void bind(Buffer[] in, Buffer[] out) {
    for (var i = 0; i < inputs.length; i++) {
      inputs[i] = ((HeapBuffer) in[i]).array();
    }
    for (var i = 0; i < stored.length; i++) {
      stored[i] = ((HeapBuffer) out[i]).array();
    }
    program.bind(inputs, stored);
  }

  @Override
  public void reduce(int unit, int piece, Object[] targets, int at, int worker) {
    if (division.runs()) {
      reduceRuns(unit, piece, targets, at, worker);
    } else {
      reduceRows(unit, piece, targets, at, worker);
    }
  }

  private void reduceRuns(int unit, int piece, Object[] targets, int at, int worker) {
    var length = division.length(piece);
    var count = division.count(unit);
    program.run(worker, division.run(unit, piece), count * length);
    for (var i = 0; i < targets.length; i++) {
      var x = program.own(i, worker);
      for (var run = 0; run < count; run++) {
        functions
            .get(i)
            .run(x, run * length, length, targets[i], at + run, lanes[i][worker].array());
      }
    }
  }

  private void reduceRows(int unit, int piece, Object[] targets, int at, int worker) {
    var start = division.row(unit);
    var count = division.count(unit);
    var first = division.firstRow(piece);
    var end = division.endRow(piece);
    for (var row = first; row < end; ) {
      var together = division.adjacent(row, end);
      program.run(worker, start + division.rows()[row], together * count);
      for (var i = 0; i < targets.length; i++) {
        var x = program.own(i, worker);
        if (row == first) {
          System.arraycopy(x, 0, targets[i], at, count);
        }
        var next = row == first ? 1 : 0;
        functions.get(i).foldRows(targets[i], at, x, 0, rows, next, together, count);
      }
      row += together;
    }
  }
}
