package org.caracal.core.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.caracal.array.Shape;
import org.jspecify.annotations.Nullable;

/**
 * The axes over which a fused program iterates: extents without those of 1, which matter to nobody.
 * Shapes that differ by a reshape only have a common refinement, {@code [6, 4]} and {@code [2, 3,
 * 4]} for instance {@code [2, 3, 4]}.
 */
final class Axes {
  private Axes() {}

  static int[] of(Shape shape) {
    var axes = new int[shape.rank()];
    var count = 0;
    for (var axis = 0; axis < shape.rank(); axis++) {
      if (shape.extent(axis) != 1) {
        axes[count++] = shape.extent(axis);
      }
    }
    return Arrays.copyOf(axes, count);
  }

  /**
   * The coarsest axes from which both can be had by joining neighbours, or null if there are none.
   */
  static int @Nullable [] refine(int[] a, int[] b) {
    if (Arrays.equals(a, b)) {
      return a;
    }
    var refined = new int[a.length + b.length];
    var count = 0;
    var i = 0;
    var j = 0;
    var left = a.length == 0 ? 1 : a[0];
    var right = b.length == 0 ? 1 : b[0];
    while (i < a.length && j < b.length) {
      var extent = Math.min(left, right);
      if (extent == 0 || left % extent != 0 || right % extent != 0) {
        return null;
      }
      refined[count++] = extent;
      left /= extent;
      right /= extent;
      if (left == 1 && ++i < a.length) {
        left = a[i];
      }
      if (right == 1 && ++j < b.length) {
        right = b[j];
      }
    }
    return i == a.length && j == b.length ? Arrays.copyOf(refined, count) : null;
  }

  /** Whether the shape's axes can be had by joining neighbours among these. */
  static boolean refines(int[] axes, Shape shape) {
    var refined = refine(axes, of(shape));
    return refined != null && refined.length == axes.length;
  }

  /**
   * Bit {@code i} tells whether a source that is broadcast to a target is repeated along axis
   * {@code i}.
   */
  static long repeated(int[] axes, Shape source, Shape target) {
    var mask = 0L;
    var at = 0;
    var added = target.rank() - source.rank();
    for (var axis = 0; axis < target.rank(); axis++) {
      var repeated = axis < added || source.extent(axis - added) != target.extent(axis);
      for (var extent = target.extent(axis); extent > 1; extent /= axes[at++]) {
        mask |= repeated ? 1L << at : 0;
      }
      at += target.extent(axis) == 0 ? 1 : 0;
    }
    return mask;
  }

  /**
   * The shape of a source, whose repeated axes are given, from which it broadcasts to a shape; null
   * if an axis of the shape is repeated in part only.
   */
  static @Nullable Shape source(int[] axes, long repeated, Shape shape) {
    if (repeated == 0) {
      return shape;
    }
    var extents = shape.toArray();
    var at = 0;
    for (var axis = 0; axis < extents.length; axis++) {
      var seen = 0;
      var first = at;
      for (var extent = extents[axis]; extent > 1; extent /= axes[at++]) {
        seen += (int) (repeated >>> at & 1);
      }
      if (seen != 0 && seen != at - first) {
        return null;
      }
      extents[axis] = seen != 0 ? 1 : extents[axis];
    }
    var leading = 0;
    while (leading < extents.length && extents[leading] == 1) {
      leading++;
    }
    return Shape.of(Arrays.copyOfRange(extents, leading, extents.length));
  }

  /** The axes of a shape that are joined from axes among the given ones. */
  static List<Integer> among(int[] axes, long given, Shape shape) {
    var among = new ArrayList<Integer>();
    var at = 0;
    for (var axis = 0; axis < shape.rank(); axis++) {
      if ((given >>> at & 1) != 0) {
        among.add(axis);
      }
      for (var extent = shape.extent(axis); extent > 1; extent /= axes[at++]) {}
    }
    return among;
  }

  /**
   * The axes as a shape, neighbours joined where no source is repeated along one but not the other.
   */
  static Shape joined(int[] axes, Iterable<Long> repeated) {
    var extents = new int[axes.length];
    var count = 0;
    for (var axis = 0; axis < axes.length; axis++) {
      if (axis > 0 && alike(repeated, axis - 1, axis)) {
        extents[count - 1] *= axes[axis];
      } else {
        extents[count++] = axes[axis];
      }
    }
    return Shape.of(Arrays.copyOf(extents, count));
  }

  private static boolean alike(Iterable<Long> repeated, int a, int b) {
    for (var mask : repeated) {
      if ((mask >>> a & 1) != (mask >>> b & 1)) {
        return false;
      }
    }
    return true;
  }
}
