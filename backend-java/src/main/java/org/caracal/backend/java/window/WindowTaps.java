package org.caracal.backend.java.window;

import org.caracal.array.Shape;
import org.caracal.graph.WindowGeometry;

/**
 * For each position of a window the offsets of the elements under it within one slice of the input,
 * in row-major order; padding is left out. Position p owns the entries {@code starts[p]} to {@code
 * starts[p + 1]}.
 */
final class WindowTaps {
  final int[] starts;
  final int[] offsets;

  /** The number of elements in one slice of the input. */
  final int inputSize;

  WindowTaps(WindowGeometry geometry, Shape input, Shape output) {
    var positions = output.size();
    var taps = Shape.of(geometry.window()).size();
    var strides = input.strides();
    inputSize = input.size();
    starts = new int[positions + 1];
    var entries = new int[positions * taps];
    var count = 0;
    for (var position = 0; position < positions; position++) {
      for (var tap = 0; tap < taps; tap++) {
        var offset = offset(geometry, input, output, strides, position, tap);
        if (offset >= 0) {
          entries[count++] = offset;
        }
      }
      starts[position + 1] = count;
    }
    offsets = java.util.Arrays.copyOf(entries, count);
  }

  /** Where a tap of a window at a position lies in the input, or -1 in the padding. */
  private static int offset(
      WindowGeometry geometry, Shape input, Shape output, int[] strides, int position, int tap) {
    var offset = 0;
    var restPosition = position;
    var restTap = tap;
    for (var axis = geometry.rank() - 1; axis >= 0; axis--) {
      var index =
          restPosition % output.extent(axis) * geometry.stride().get(axis)
              + restTap % geometry.window().get(axis) * geometry.dilation().get(axis)
              - geometry.paddingLow().get(axis);
      if (index < 0 || index >= input.extent(axis)) {
        return -1;
      }
      offset += index * strides[axis];
      restPosition /= output.extent(axis);
      restTap /= geometry.window().get(axis);
    }
    return offset;
  }
}
