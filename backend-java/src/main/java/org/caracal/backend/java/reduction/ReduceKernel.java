package org.caracal.backend.java.reduction;

import java.util.List;
import org.caracal.backend.Buffer;
import org.caracal.backend.HeapBuffer;
import org.caracal.backend.Kernel;
import org.caracal.backend.java.parallel.Partition;
import org.caracal.backend.java.parallel.Scratch;
import org.caracal.backend.java.parallel.ThreadPool;
import org.caracal.backend.java.parallel.Workspace;

/**
 * Reduces some axes. What is reduced to one result is divided into pieces by its extents alone;
 * each piece is reduced by itself, and the pieces' results are combined in order. So a result is
 * the same however many threads share the work, and long sums lose little.
 */
final class ReduceKernel implements Kernel {
  private final Pieces pieces;
  private final Division division;
  private final List<Reductions> functions;
  private final int firstResult;
  private final ThreadPool pool;
  private final ThreadPool.Task whole = this::reduceWhole;
  private final ThreadPool.Task split = this::reducePieces;
  private final boolean splitPieces;
  private final Partition units;
  private final Scratch[] partialScratch;
  private final Scratch[][] asideScratch;
  private final Object[] partials;
  private final Object[][] aside;
  private final Object[] results;

  /**
   * Creates a kernel.
   *
   * @param functions how each of the pieces' results is reduced
   * @param firstResult the index of the first of them among the outputs
   * @param nanos estimated time for an element
   */
  ReduceKernel(
      Pieces pieces,
      Division division,
      List<Reductions> functions,
      int firstResult,
      double nanos,
      ThreadPool pool,
      Workspace workspace) {
    this.pieces = pieces;
    this.division = division;
    this.functions = functions;
    this.firstResult = firstResult;
    this.pool = pool;
    var all = nanos * division.elements();
    splitPieces =
        division.pieces() > 1
            && division.units() < 4 * pool.threads()
            && pool.chunks(all, Long.MAX_VALUE) > 1;
    units = Partition.of(pool, division.units() * (splitPieces ? division.pieces() : 1), all);
    var count = functions.size();
    partialScratch = new Scratch[count];
    asideScratch = new Scratch[pool.threads()][count];
    partials = new Object[count];
    aside = new Object[pool.threads()][count];
    results = new Object[count];
    for (var i = 0; i < count; i++) {
      var dtype = functions.get(i).dtype();
      var partial = splitPieces ? division.pieces() * division.results() : 0;
      partialScratch[i] = workspace.indexed(dtype, "partials", i, partial);
      for (var worker = 0; worker < pool.threads(); worker++) {
        asideScratch[worker][i] =
            workspace.indexed(dtype, "results of a piece-" + worker, i, division.most());
      }
    }
  }

  @Override
  public void run(Buffer[] inputs, Buffer[] outputs) {
    pieces.bind(inputs, outputs);
    for (var i = 0; i < results.length; i++) {
      results[i] = ((HeapBuffer) outputs[firstResult + i]).array();
      partials[i] = partialScratch[i].array();
      for (var worker = 0; worker < aside.length; worker++) {
        aside[worker][i] = asideScratch[worker][i].array();
      }
    }
    pool.run(units.chunks(), splitPieces ? split : whole);
    if (splitPieces) {
      combine();
    }
  }

  private void combine() {
    var length = division.results();
    for (var i = 0; i < results.length; i++) {
      System.arraycopy(partials[i], 0, results[i], 0, length);
      for (var piece = 1; piece < division.pieces(); piece++) {
        functions.get(i).fold(results[i], 0, partials[i], piece * length, length);
      }
    }
  }

  /** Piece by piece, which for most reductions is the order of memory. */
  private void reduceWhole(int chunk, int worker) {
    for (var piece = 0; piece < division.pieces(); piece++) {
      for (var unit = units.start(chunk); unit < units.end(chunk); unit++) {
        var at = division.first(unit);
        if (piece == 0) {
          pieces.reduce(unit, piece, results, at, worker);
        } else {
          pieces.reduce(unit, piece, aside[worker], 0, worker);
          fold(at, division.count(unit), worker);
        }
      }
    }
  }

  private void fold(int at, int count, int worker) {
    for (var i = 0; i < results.length; i++) {
      functions.get(i).fold(results[i], at, aside[worker][i], 0, count);
    }
  }

  private void reducePieces(int chunk, int worker) {
    for (var at = units.start(chunk); at < units.end(chunk); at++) {
      var unit = at / division.pieces();
      var piece = at % division.pieces();
      var first = piece * division.results() + division.first(unit);
      pieces.reduce(unit, piece, partials, first, worker);
    }
  }
}
