package org.caracal.backend.java.indexing;

import org.caracal.DataException;
import org.caracal.array.DType;

/** Reads indices of either integer type and checks their range. */
final class Indices {
  private final boolean wide;
  private final int extent;
  private final String operation;

  /** Indices below an extent, for the operation that messages name. */
  Indices(DType dtype, int extent, String operation) {
    this.wide = dtype == DType.INT64;
    this.extent = extent;
    this.operation = operation;
  }

  int get(Object indices, int at) {
    var index = wide ? ((long[]) indices)[at] : ((int[]) indices)[at];
    if (index < 0 || index >= extent) {
      throw new DataException(
          "index "
              + index
              + " at position "
              + at
              + " of the indices of "
              + operation
              + " is not in [0, "
              + extent
              + ")");
    }
    return (int) index;
  }
}
