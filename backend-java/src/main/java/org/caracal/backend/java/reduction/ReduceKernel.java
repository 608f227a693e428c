package org.caracal.backend.java.reduction;

import org.caracal.array.DType;
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
 *
 * <p>If the innermost axis is reduced, a piece is a run of elements and a result one element; if it
 * is kept, a piece is a number of rows and a result one row.
 */
final class ReduceKernel implements Kernel {
  private static final int RUN = 4096;
  private static final int ROWS = 64;
  private static final int COLUMNS = 1024;

  private final Reductions reductions;
  private final ThreadPool pool;
  private final ThreadPool.Task whole = this::reduceWhole;
  private final ThreadPool.Task split = this::reducePieces;

  private final boolean runs;
  private final int innermost;
  private final int[] keptOffsets;
  private final int[] reducedOffsets;

  /** Pieces of one run, or columns' stretches of one row. */
  private final int tiles;

  private final int tile;
  private final int pieces;

  /** Elements of the result that one piece contributes to. */
  private final int width;

  private final boolean splitPieces;
  private final Partition units;
  private final Scratch partials;
  private final Scratch[] lanes;
  private final Scratch[] rows;

  private Object x = new Object();
  private Object result = new Object();

  ReduceKernel(
      Reductions reductions,
      DType dtype,
      ReductionShape shape,
      ThreadPool pool,
      Workspace workspace) {
    this.reductions = reductions;
    this.pool = pool;
    runs = shape.innermostReduced;
    innermost = shape.innermost;
    keptOffsets = shape.keptOffsets();
    reducedOffsets = shape.reducedOffsets();
    tile = runs ? RUN : COLUMNS;
    tiles = (innermost + tile - 1) / tile;
    pieces = runs ? reducedOffsets.length * tiles : (reducedOffsets.length + ROWS - 1) / ROWS;
    width = runs ? 1 : innermost;
    var results = runs ? keptOffsets.length : keptOffsets.length * tiles;
    var nanos = 0.15 * keptOffsets.length * (double) reducedOffsets.length * innermost;
    splitPieces =
        pieces > 1 && results < 4 * pool.threads() && pool.chunks(nanos, Long.MAX_VALUE) > 1;
    units = Partition.of(pool, splitPieces ? results * pieces : results, nanos);
    partials =
        workspace.shared(dtype, "partials", splitPieces ? pieces * keptOffsets.length * width : 0);
    lanes = workspace.each(pool.threads(), dtype, "lanes", Reductions.LANES);
    rows = workspace.each(pool.threads(), dtype, "rows", COLUMNS);
  }

  @Override
  public void run(Buffer[] inputs, Buffer[] outputs) {
    x = ((HeapBuffer) inputs[0]).array();
    result = ((HeapBuffer) outputs[0]).array();
    pool.run(units.chunks(), splitPieces ? split : whole);
    if (splitPieces) {
      var length = keptOffsets.length * width;
      System.arraycopy(partials.array(), 0, result, 0, length);
      for (var piece = 1; piece < pieces; piece++) {
        reductions.fold(result, 0, partials.array(), piece * length, length);
      }
    }
  }

  private void reduceWhole(int chunk, int worker) {
    var aside = rows[worker].array();
    for (var unit = units.start(chunk); unit < units.end(chunk); unit++) {
      var kept = runs ? unit : unit / tiles;
      var column = runs ? 0 : unit % tiles * tile;
      var count = runs ? 1 : Math.min(tile, innermost - column);
      var at = kept * width + column;
      reduce(kept, column, 0, result, at, worker);
      for (var piece = 1; piece < pieces; piece++) {
        reduce(kept, column, piece, aside, 0, worker);
        reductions.fold(result, at, aside, 0, count);
      }
    }
  }

  private void reducePieces(int chunk, int worker) {
    var length = keptOffsets.length * width;
    for (var unit = units.start(chunk); unit < units.end(chunk); unit++) {
      var piece = unit % pieces;
      var kept = runs ? unit / pieces : unit / pieces / tiles;
      var column = runs ? 0 : unit / pieces % tiles * tile;
      reduce(kept, column, piece, partials.array(), piece * length + kept * width + column, worker);
    }
  }

  private void reduce(int kept, int column, int piece, Object target, int at, int worker) {
    var base = keptOffsets[kept];
    if (runs) {
      var start = piece % tiles * tile;
      var from = base + reducedOffsets[piece / tiles] + start;
      reductions.run(x, from, Math.min(tile, innermost - start), target, at, lanes[worker].array());
      return;
    }
    var count = Math.min(tile, innermost - column);
    var end = Math.min(reducedOffsets.length, (piece + 1) * ROWS);
    System.arraycopy(x, base + reducedOffsets[piece * ROWS] + column, target, at, count);
    reductions.foldRows(target, at, x, base + column, reducedOffsets, piece * ROWS + 1, end, count);
  }
}
