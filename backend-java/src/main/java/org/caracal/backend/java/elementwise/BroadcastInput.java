package org.caracal.backend.java.elementwise;

import java.util.OptionalInt;
import org.caracal.array.Shape;
import org.caracal.backend.java.movement.Fill;

/**
 * How the elements of an input are found for a block of the iteration shape. Axes that are repeated
 * and axes that are not are merged with their neighbours of the same kind; each step of an axis
 * moves {@code strides} in the input.
 */
final class BroadcastInput {
  /** What kinds of repetition are told apart. */
  enum Kind {
    /** Not repeated: the block stands in the input. */
    FULL,
    /** One element. */
    SCALAR,
    /** Repeated as a whole, such as a row {@code [N]} for {@code [M, N]}. */
    REPEATED,
    /** Anything else, such as a column {@code [M, 1]} for {@code [M, N]}. */
    GENERAL
  }

  private final int[] extents;
  private final int[] strides;
  private final int size;

  BroadcastInput(Shape source, Shape iteration) {
    this.size = source.size();
    var rank = iteration.rank();
    var lengths = new int[rank];
    var steps = new int[rank];
    var axes = 0;
    var own = source.strides();
    for (var axis = 0; axis < rank; axis++) {
      var extent = iteration.extent(axis);
      var at = axis - (rank - source.rank());
      var step = at < 0 || source.extent(at) == 1 ? 0 : own[at];
      if (extent == 1) {
        continue;
      }
      if (axes > 0 && steps[axes - 1] == step * extent) {
        lengths[axes - 1] *= extent;
        steps[axes - 1] = step;
      } else {
        lengths[axes] = extent;
        steps[axes++] = step;
      }
    }
    extents = java.util.Arrays.copyOf(lengths, axes);
    strides = java.util.Arrays.copyOf(steps, axes);
  }

  Kind kind() {
    if (size == 1) {
      return extents.length == 0 ? Kind.FULL : Kind.SCALAR;
    }
    if (extents.length == 1) {
      return Kind.FULL;
    }
    return extents.length == 2 && strides[0] == 0 && strides[1] == 1 ? Kind.REPEATED : Kind.GENERAL;
  }

  /** How often each element is repeated at once; empty if it is not. */
  OptionalInt repeats() {
    var last = extents.length - 1;
    return last >= 0 && strides[last] == 0 ? OptionalInt.of(extents[last]) : OptionalInt.empty();
  }

  /** The number of elements in the input. */
  int size() {
    return size;
  }

  private int outer(int index) {
    var offset = 0;
    for (var axis = extents.length - 2; axis >= 0; axis--) {
      offset += index % extents[axis] * strides[axis];
      index /= extents[axis];
    }
    return offset;
  }

  /** Where the element stands that a run of the iteration shape repeats. */
  int element(int start) {
    return outer(start / extents[extents.length - 1]);
  }

  /** Collects the elements of the block that starts at a row-major index of the iteration shape. */
  void load(Object source, int start, int length, Object block) {
    var last = extents.length - 1;
    var inner = extents[last];
    var done = 0;
    while (done < length) {
      var index = start + done;
      var within = index % inner;
      var run = Math.min(inner - within, length - done);
      var offset = outer(index / inner);
      if (strides[last] == 0) {
        Fill.repeat(source, offset, block, done, run);
      } else {
        System.arraycopy(source, offset + within, block, done, run);
      }
      done += run;
    }
  }
}
