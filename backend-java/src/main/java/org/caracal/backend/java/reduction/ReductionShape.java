package org.caracal.backend.java.reduction;

import java.util.ArrayList;
import java.util.List;
import org.caracal.array.Shape;

/**
 * The axes of a reduction's operand, where neighbours that are both kept or both reduced are
 * merged: kept and reduced axes alternate. The innermost one stands for itself; the others are
 * walked through by index.
 */
final class ReductionShape {
  private record Axis(boolean reduced, int extent, int stride) {}

  private final List<Axis> kept = new ArrayList<>();
  private final List<Axis> reduced = new ArrayList<>();

  /** Whether the innermost axis is reduced. */
  final boolean innermostReduced;

  /** The extent of the innermost axis. */
  final int innermost;

  /** The number of results, without the innermost axis if that is kept. */
  final int keptCount;

  /** The number of elements, or of rows of the innermost axis, that are reduced to one. */
  final int reducedCount;

  ReductionShape(Shape shape, List<Integer> axes) {
    var merged = new ArrayList<Axis>();
    var strides = shape.strides();
    for (var axis = 0; axis < shape.rank(); axis++) {
      var reduces = axes.contains(axis);
      var last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
      var extent = shape.extent(axis);
      if (extent == 1 && axis < shape.rank() - 1) {
        continue;
      }
      if (last != null && (last.reduced == reduces || extent == 1)) {
        merged.set(merged.size() - 1, new Axis(last.reduced, last.extent * extent, strides[axis]));
      } else {
        merged.add(new Axis(reduces, extent, strides[axis]));
      }
    }
    var inner = merged.isEmpty() ? new Axis(true, 1, 1) : merged.remove(merged.size() - 1);
    innermostReduced = inner.reduced;
    innermost = inner.extent;
    for (var axis : merged) {
      (axis.reduced ? reduced : kept).add(axis);
    }
    keptCount = count(kept);
    reducedCount = count(reduced);
  }

  private static int count(List<Axis> axes) {
    return axes.stream().mapToInt(Axis::extent).reduce(1, (a, b) -> a * b);
  }

  int[] keptOffsets() {
    return offsets(kept, keptCount);
  }

  int[] reducedOffsets() {
    return offsets(reduced, reducedCount);
  }

  /** The offsets of all combinations of indices of the axes, in row-major order. */
  private static int[] offsets(List<Axis> axes, int count) {
    var offsets = new int[count];
    for (var i = 0; i < count; i++) {
      var rest = i;
      for (var axis = axes.size() - 1; axis >= 0; axis--) {
        offsets[i] += rest % axes.get(axis).extent * axes.get(axis).stride;
        rest /= axes.get(axis).extent;
      }
    }
    return offsets;
  }
}
