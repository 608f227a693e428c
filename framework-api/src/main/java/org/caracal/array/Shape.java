package org.caracal.array;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The extents of an array or tensor, outermost first; a scalar has rank 0. Elements are laid out in
 * row-major order. Immutable.
 */
public final class Shape {
  /** The shape of a scalar. */
  public static final Shape SCALAR = new Shape(new int[0]);

  private final int[] extents;

  private Shape(int[] extents) {
    this.extents = extents;
  }

  /**
   * The shape with these extents.
   *
   * @throws IllegalArgumentException if an extent is negative or the number of elements exceeds
   *     2^31 - 17
   */
  public static Shape of(int... extents) {
    long size = 1;
    for (var extent : extents) {
      if (extent < 0) {
        throw new IllegalArgumentException(
            "shape " + Arrays.toString(extents) + " has a negative extent");
      }
      size *= extent;
      if (size > Integer.MAX_VALUE - 16) {
        throw new IllegalArgumentException(
            "shape " + Arrays.toString(extents) + " has more than 2^31 - 17 elements");
      }
    }
    return extents.length == 0 ? SCALAR : new Shape(extents.clone());
  }

  /** The shape with these extents. */
  public static Shape of(List<Integer> extents) {
    return of(extents.stream().mapToInt(Integer::intValue).toArray());
  }

  /** The number of axes. */
  public int rank() {
    return extents.length;
  }

  /** The extent of an axis; negative axes count from the end. */
  public int extent(int axis) {
    return extents[axis(axis)];
  }

  /** The number of elements. */
  public int size() {
    var size = 1;
    for (var extent : extents) {
      size *= extent;
    }
    return size;
  }

  /**
   * The axis, counted from the front, that {@code axis} means; negative axes count from the end.
   *
   * @throws IllegalArgumentException if there is no such axis
   */
  public int axis(int axis) {
    var actual = axis < 0 ? axis + extents.length : axis;
    if (actual < 0 || actual >= extents.length) {
      throw new IllegalArgumentException(
          "axis " + axis + " is out of range for shape " + this + " of rank " + rank());
    }
    return actual;
  }

  /** A copy of the extents. */
  public int[] toArray() {
    return extents.clone();
  }

  /** The row-major strides in elements. */
  public int[] strides() {
    var strides = new int[extents.length];
    var stride = 1;
    for (var axis = extents.length - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= extents[axis];
    }
    return strides;
  }

  /** This shape with one extent replaced. */
  public Shape with(int axis, int extent) {
    var changed = extents.clone();
    changed[axis(axis)] = extent;
    return of(changed);
  }

  /** This shape with an axis of the given extent put in front: {@code [a, b] -> [extent, a, b]}. */
  public Shape prepend(int extent) {
    return of(extent).concat(this);
  }

  /** The axes of this shape followed by those of the other. */
  public Shape concat(Shape other) {
    var joined = Arrays.copyOf(extents, rank() + other.rank());
    System.arraycopy(other.extents, 0, joined, rank(), other.rank());
    return of(joined);
  }

  /** The axes {@code from} (inclusive) to {@code to} (exclusive). */
  public Shape slice(int from, int to) {
    return of(Arrays.copyOfRange(extents, from, to));
  }

  /**
   * The common shape of two operands by the usual rule: align at the last axis, extents are equal
   * or one of them is 1.
   *
   * @throws IllegalArgumentException if the shapes do not agree
   */
  public static Shape broadcast(Shape a, Shape b) {
    if (a.equals(b)) {
      return a;
    }
    var rank = Math.max(a.rank(), b.rank());
    var common = new int[rank];
    for (var i = 1; i <= rank; i++) {
      var left = i <= a.rank() ? a.extents[a.rank() - i] : 1;
      var right = i <= b.rank() ? b.extents[b.rank() - i] : 1;
      if (left != right && left != 1 && right != 1) {
        throw new IllegalArgumentException(
            "shapes " + a + " and " + b + " do not broadcast: " + left + " against " + right);
      }
      common[rank - i] = left == 1 ? right : left;
    }
    return of(common);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Shape shape && Arrays.equals(extents, shape.extents);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(extents);
  }

  @Override
  public String toString() {
    return Arrays.stream(extents)
        .mapToObj(String::valueOf)
        .collect(Collectors.joining(", ", "[", "]"));
  }
}
