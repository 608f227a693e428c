package org.caracal.backend.java.window;

import org.caracal.array.DType;
import org.caracal.backend.java.movement.Fill;
import org.caracal.backend.java.movement.PlaneCopy;
import org.caracal.backend.java.reduction.Reductions;

/**
 * Sums or maxima over the windows of a plane: first of the rows under each row of results, then of
 * the columns. Every step runs over the whole plane, in long loops. One thread's.
 */
final class PlaneCombination implements SliceFunction {
  private final PlaneWindow window;
  private final Reductions function;
  private final PlaneCopy copy;

  /** Rows combined so far, rows to combine with them, and a row outside the plane. */
  private final Object combined;

  private final Object others;
  private final Object outside;

  /** Columns by phases; those outside the plane keep the identity. */
  private final Object[] phases;

  /** The results, in rows of the window's pitch. */
  final Object results;

  /**
   * A combination.
   *
   * @param function how elements are combined
   * @param identity what elements outside the plane count
   */
  PlaneCombination(PlaneWindow window, DType dtype, Reductions function, double identity) {
    this.window = window;
    this.function = function;
    this.copy = PlaneCopy.of(dtype);
    combined = dtype.newArray(window.rows * window.width);
    others = dtype.newArray(window.rows * window.width);
    outside = dtype.newArray(window.width);
    Fill.run(dtype, outside, window.width, identity);
    phases = new Object[window.strideColumns];
    for (var phase = 0; phase < phases.length; phase++) {
      phases[phase] = dtype.newArray(window.rows * window.pitch);
      Fill.run(dtype, phases[phase], window.rows * window.pitch, identity);
    }
    results = dtype.newArray(window.rows * window.pitch);
  }

  @Override
  public void run(Object x, int from, Object result, int to) {
    combine(x, from);
    for (var row = 0; row < window.rows; row++) {
      System.arraycopy(
          results, row * window.pitch, result, to + row * window.columns, window.columns);
    }
  }

  /** Computes the results of one plane. */
  void combine(Object x, int from) {
    take(0, x, from, combined);
    for (var tap = 1; tap < window.tapRows; tap++) {
      take(tap, x, from, others);
      function.fold(combined, 0, others, 0, window.rows * window.width);
    }
    for (var phase = 0; phase < phases.length; phase++) {
      var first = window.firstColumn(phase);
      var at = (first + window.padColumns) / window.strideColumns;
      copy.run(
          combined,
          first,
          window.width,
          window.strideColumns,
          phases[phase],
          at,
          window.pitch,
          1,
          window.rows,
          window.columnCount(phase));
    }
    System.arraycopy(phases[window.phase(0)], window.shift(0), results, 0, window.span());
    for (var tap = 1; tap < window.tapColumns; tap++) {
      function.fold(results, 0, phases[window.phase(tap)], window.shift(tap), window.span());
    }
  }

  /** Copies the rows under one row of taps. */
  private void take(int tap, Object x, int from, Object to) {
    var width = window.width;
    for (var row = 0; row < window.rows; row++) {
      var source = window.row(tap, row);
      if (source >= 0 && source < window.height) {
        System.arraycopy(x, from + source * width, to, row * width, width);
      } else {
        System.arraycopy(outside, 0, to, row * width, width);
      }
    }
  }
}
