package org.caracal.core.reference;

import org.caracal.array.Shape;

/** Row-major index arithmetic. */
final class Indices {
  private Indices() {}

  /** The coordinate along an axis of the element at a row-major index. */
  static int coordinate(Shape shape, int index, int axis) {
    var inner = 1;
    for (var i = axis + 1; i < shape.rank(); i++) {
      inner *= shape.extent(i);
    }
    return index / inner % shape.extent(axis);
  }

  /** The number of elements in front of an axis. */
  static int outer(Shape shape, int axis) {
    var outer = 1;
    for (var i = 0; i < axis; i++) {
      outer *= shape.extent(i);
    }
    return outer;
  }

  /** The number of elements behind an axis. */
  static int inner(Shape shape, int axis) {
    var inner = 1;
    for (var i = axis + 1; i < shape.rank(); i++) {
      inner *= shape.extent(i);
    }
    return inner;
  }
}
