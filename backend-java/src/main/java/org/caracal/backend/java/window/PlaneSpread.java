package org.caracal.backend.java.window;

import org.caracal.array.DType;
import org.caracal.backend.java.movement.Fill;
import org.caracal.backend.java.movement.PlaneCopy;
import org.caracal.backend.java.reduction.Reductions;

/**
 * Adds each element to all places of its window in a plane: first along the columns, then along the
 * rows, as {@link PlaneCombination} does in the opposite direction. One thread's.
 */
final class PlaneSpread implements SliceFunction {
  private final PlaneWindow window;
  private final DType dtype;
  private final Reductions sum;
  private final PlaneCopy copy;
  private final Object gradients;
  private final Object[] phases;
  private final Object spread;

  PlaneSpread(PlaneWindow window, DType dtype, Reductions sum) {
    this.window = window;
    this.dtype = dtype;
    this.sum = sum;
    this.copy = PlaneCopy.of(dtype);
    gradients = dtype.newArray(window.rows * window.pitch);
    phases = new Object[window.strideColumns];
    for (var phase = 0; phase < phases.length; phase++) {
      phases[phase] = dtype.newArray(window.rows * window.pitch);
    }
    spread = dtype.newArray(window.rows * window.width);
  }

  @Override
  public void run(Object gradient, int from, Object result, int to) {
    for (var row = 0; row < window.rows; row++) {
      System.arraycopy(
          gradient, from + row * window.columns, gradients, row * window.pitch, window.columns);
    }
    for (var phase : phases) {
      Fill.run(dtype, phase, window.rows * window.pitch, 0);
    }
    for (var tap = 0; tap < window.tapColumns; tap++) {
      sum.fold(phases[window.phase(tap)], window.shift(tap), gradients, 0, window.span());
    }
    for (var phase = 0; phase < phases.length; phase++) {
      var first = window.firstColumn(phase);
      var at = (first + window.padColumns) / window.strideColumns;
      copy.run(
          phases[phase],
          at,
          window.pitch,
          1,
          spread,
          first,
          window.width,
          window.strideColumns,
          window.rows,
          window.columnCount(phase));
    }
    addRows(result, to);
  }

  private void addRows(Object result, int to) {
    var width = window.width;
    Fill.run(dtype, result, to, to + window.height * width, 0);
    for (var tap = 0; tap < window.tapRows; tap++) {
      for (var row = 0; row < window.rows; row++) {
        var target = window.row(tap, row);
        if (target >= 0 && target < window.height) {
          sum.fold(result, to + target * width, spread, row * width, width);
        }
      }
    }
  }
}
