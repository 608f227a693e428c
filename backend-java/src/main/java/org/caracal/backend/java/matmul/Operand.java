package org.caracal.backend.java.matmul;

import org.caracal.array.DType;
import org.caracal.backend.java.movement.Fill;
import org.caracal.backend.java.parallel.Partition;
import org.caracal.backend.java.parallel.Scratch;
import org.caracal.backend.java.parallel.ThreadPool;
import org.caracal.backend.java.parallel.Workspace;

/**
 * One side of a batch of matrix products, cut into units: tiles of the left matrices' rows, or
 * panels of the right matrices' columns. Units are packed, but for those that can be read where
 * they stand: rows of few columns, which packing would not pay for, and columns of few rows. One
 * packing is a unit or, if the elements of one inner index stand together, some lines of all units,
 * so that memory is read in its order.
 */
public final class Operand {
  /** Estimated time to pack an element. */
  private static final double NANOS = 0.4;

  /**
   * So many lines are read together: each brings one piece of memory into the first-level cache,
   * where those at a distance of a power of two have few places.
   */
  private static final int LINES = 8;

  /** The lines of a packing, a divisor of {@link Block#DEPTH}. */
  private static final int LOT = 32;

  private final Panels panels;
  private final int width;
  private final int step;
  private final int extent;
  private final int inner;
  private final boolean together;
  private final int direct;
  private final int directUnits;
  private final int packed;
  private final int batch;
  private final DType dtype;
  private final double filling;
  private final Scratch scratch;
  private Object source = new Object();

  /**
   * Cuts matrices into units.
   *
   * @param width rows or columns in a unit
   * @param step distance of neighbours along the inner index in a packed unit
   * @param extent number of rows of the left, of columns of the right matrices
   * @param inner number of terms of the product
   * @param filling what fills up the terms of packed units
   * @param together whether the elements of one inner index stand together
   * @param early whether the other units are packed before the product begins, or else by whoever
   *     needs them, into memory of its own
   * @param direct how many of the rows or columns, whole units or all, are read where they stand
   */
  Operand(
      Panels panels,
      Workspace workspace,
      DType dtype,
      String purpose,
      int batch,
      int width,
      int step,
      int extent,
      int inner,
      double filling,
      boolean together,
      boolean early,
      int direct) {
    this.panels = panels;
    this.width = width;
    this.step = step;
    this.extent = extent;
    this.inner = inner;
    this.together = together;
    this.batch = batch;
    this.dtype = dtype;
    this.filling = filling;
    var count = (extent + width - 1) / width;
    this.direct = direct;
    this.directUnits = (direct + width - 1) / width;
    this.packed = early ? count - directUnits : 0;
    this.scratch = workspace.shared(dtype, purpose, batch * packed * Block.filled(inner) * step);
  }

  /** Left matrices {@code [M, inner]}, which are packed. */
  public static Operand left(
      Panels panels, Workspace workspace, DType dtype, int batch, int extent, int inner) {
    return new Operand(
        panels,
        workspace,
        dtype,
        "packed left",
        batch,
        panels.tile(),
        Block.STEP,
        extent,
        inner,
        Block.LEFT_FILLING,
        false,
        true,
        0);
  }

  /** Sets the matrices. */
  public void bind(Object array) {
    source = array;
  }

  /** The number of packings that precede the product. */
  int packings() {
    return packed == 0 ? 0 : batch * ofMatrix();
  }

  private int ofMatrix() {
    return together ? (inner + LOT - 1) / LOT : packed;
  }

  /** Estimated time of all packings on one thread. */
  double nanos() {
    return NANOS * batch * packed * inner * width;
  }

  /** How threads share the packing. */
  public Partition partition(ThreadPool pool) {
    return Partition.of(pool, packings(), nanos());
  }

  /** Does one of those. */
  public void pack(int packing) {
    var matrix = packing / ofMatrix();
    var start = directUnits * width;
    if (together) {
      var k = packing % ofMatrix() * LOT;
      var depth = k / Block.DEPTH * Block.DEPTH;
      var end = Math.min(inner, k + LOT);
      pack(matrix, start, extent, k, end, scratch.array(), at(matrix, start, depth));
      return;
    }
    var first = start + packing % packed * width;
    for (var k = 0; k < inner; k += Block.DEPTH) {
      var end = Math.min(inner, k + Block.DEPTH);
      packTransposed(matrix, first, k, end, scratch.array(), at(matrix, first, k));
    }
  }

  /**
   * Packs units one after the other, for the terms from an inner index on, into any memory.
   *
   * @param first first row or column
   * @param end end of the rows or columns
   */
  void pack(int matrix, int first, int end, int k, Object to) {
    pack(matrix, first, end, k, Math.min(inner, k + Block.DEPTH), to, 0);
  }

  /** Packs lines of units, the first of which has its place at an index. */
  private void pack(int matrix, int first, int end, int k, int kEnd, Object to, int at) {
    var depth = k / Block.DEPTH * Block.DEPTH;
    var distance = terms(depth) * step;
    for (var line = k; line < kEnd; line += LINES) {
      var lines = Math.min(LINES, kEnd - line);
      var put = at + (line - depth) * step;
      if (together) {
        var from = (matrix * inner + line) * extent + first;
        panels.pack(
            source,
            from,
            extent,
            lines,
            Math.min(end, extent) - first,
            width,
            to,
            put,
            distance,
            step);
        if (line + lines == inner) {
          for (var unit = 0; unit * width < end - first; unit++) {
            fill(to, at + unit * distance - depth * step);
          }
        }
        continue;
      }
      for (var one = first; one < end; one += width) {
        packTransposed(matrix, one, line, line + lines, to, put + (one - first) / width * distance);
      }
    }
  }

  private void packTransposed(int matrix, int first, int k, int end, Object to, int put) {
    var at = (matrix * extent + first) * inner + k;
    var present = Math.min(width, extent - first);
    panels.packTransposed(source, at, inner, end - k, present, to, put, step);
    if (end == inner) {
      fill(to, put - k * step);
    }
  }

  /** Fills up a unit, whose term 0 would stand at an index. */
  private void fill(Object to, int at) {
    Fill.run(dtype, to, at + inner * step, at + Block.filled(inner) * step, filling);
  }

  /** The number of terms of a packed unit from an inner index on. */
  private int terms(int k) {
    return Block.filledFrom(k, inner);
  }

  /** The number of rows or columns, from the first on, that are read where they stand. */
  int directExtent() {
    return direct;
  }

  /** The array in which the unit with a first row or column stands. */
  public Object array(int first) {
    return first < direct ? source : scratch.array();
  }

  /**
   * Where the unit with a first row or column starts, for terms from an inner index on, a multiple
   * of {@link Block#DEPTH}: so many terms of all units stand together, because units at a distance
   * that is a power of two would have to share a small part of the cache.
   */
  public int at(int matrix, int first, int k) {
    if (first < direct) {
      return together
          ? (matrix * inner + k) * extent + first
          : (matrix * extent + first) * inner + k;
    }
    return ((matrix * Block.filled(inner) + k) * packed + (first / width - directUnits) * terms(k))
        * step;
  }

  /** The distance of neighbours along the inner index. */
  public int step(int first) {
    return first < direct ? together ? extent : 1 : step;
  }

  /** The distance of neighbours within a unit. */
  int across(int first) {
    return first < direct && !together ? inner : 1;
  }

  /** The distance of units, for terms from that inner index on. */
  public int distance(int first, int k) {
    return first >= direct ? terms(k) * step : together ? width : inner * width;
  }
}
