package org.caracal.backend.java.window;

import java.util.Arrays;

/**
 * The first largest element under each window of a plane of {@code double64}: the maxima, then for
 * each the first tap with an element that is as large. One thread's.
 */
final class DoublePlaneArgMax implements SliceFunction {
  private final PlaneWindow window;
  private final PlaneCombination maxima;
  private final SliceFunction general;

  /** General is used for planes with elements that are not a number. */
  DoublePlaneArgMax(PlaneWindow window, PlaneCombination maxima, SliceFunction general) {
    this.window = window;
    this.maxima = maxima;
    this.general = general;
  }

  @Override
  public void run(Object x, int from, Object result, int to) {
    maxima.combine(x, from);
    var largest = (double[]) maxima.results;
    if (hasNaN(largest)) {
      general.run(x, from, result, to);
      return;
    }
    var indices = (int[]) result;
    Arrays.fill(indices, to, to + window.rows * window.columns, 0);
    for (var row = 0; row < window.rows; row++) {
      for (var tapRow = window.tapRows - 1; tapRow >= 0; tapRow--) {
        var source = window.row(tapRow, row);
        for (var tap = window.tapColumns - 1; tap >= 0; tap--) {
          if (source >= 0 && source < window.height) {
            pick((double[]) x, from, source * window.width, tap, largest, row, indices, to);
          }
        }
      }
    }
  }

  private boolean hasNaN(double[] largest) {
    for (var i = 0; i < window.span(); i++) {
      if (Double.isNaN(largest[i])) {
        return true;
      }
    }
    return false;
  }

  private void pick(
      double[] x, int from, int source, int tap, double[] largest, int row, int[] indices, int to) {
    var step = window.strideColumns;
    var offset = window.column(tap, 0);
    var first = offset >= 0 ? 0 : (-offset + step - 1) / step;
    var end = Math.min(window.columns, Math.floorDiv(window.width - 1 - offset, step) + 1);
    var start = from + source + offset;
    var max = row * window.pitch;
    var put = to + row * window.columns;
    for (var column = first; column < end; column++) {
      // no branch, which would be hard to predict; adding zero makes both zeros equal
      var difference =
          Double.doubleToRawLongBits(x[start + column * step] + 0d)
              ^ Double.doubleToRawLongBits(largest[max + column] + 0d);
      var smaller = (int) ((difference | -difference) >> 63);
      var index = source + offset + column * step;
      indices[put + column] = indices[put + column] & smaller | index & ~smaller;
    }
  }
}
