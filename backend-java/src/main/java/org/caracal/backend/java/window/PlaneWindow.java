package org.caracal.backend.java.window;

import org.caracal.array.Shape;
import org.caracal.graph.WindowGeometry;

/**
 * A window that slides over planes {@code [height, width]} to results {@code [rows, columns]}. A
 * line is a plane of height 1.
 */
final class PlaneWindow {
  final int height;
  final int width;
  final int rows;
  final int columns;
  final int tapRows;
  final int tapColumns;
  final int strideRows;
  final int strideColumns;
  private final int dilationRows;
  private final int dilationColumns;
  private final int padRows;
  final int padColumns;

  /**
   * The elements under one tap, in one row of results, stand {@code strideColumns} apart. Columns
   * are therefore dealt out to as many phases, in whose rows, of this length, they follow each
   * other.
   */
  final int pitch;

  PlaneWindow(WindowGeometry geometry, Shape plane, Shape positions) {
    var flat = geometry.rank() == 1;
    height = flat ? 1 : plane.extent(0);
    width = plane.extent(-1);
    rows = flat ? 1 : positions.extent(0);
    columns = positions.extent(-1);
    var last = geometry.rank() - 1;
    tapRows = flat ? 1 : geometry.window().get(0);
    tapColumns = geometry.window().get(last);
    strideRows = flat ? 1 : geometry.stride().get(0);
    strideColumns = geometry.stride().get(last);
    dilationRows = flat ? 1 : geometry.dilation().get(0);
    dilationColumns = geometry.dilation().get(last);
    padRows = flat ? 0 : geometry.paddingLow().get(0);
    padColumns = geometry.paddingLow().get(last);
    pitch = Math.max(columns + shift(tapColumns - 1), (width - 1 + padColumns) / strideColumns + 1);
  }

  /** Whether windows are two rows and two columns each, none in the padding and none shared. */
  boolean halves() {
    return tapRows == 2
        && tapColumns == 2
        && strideRows == 2
        && strideColumns == 2
        && dilationRows == 1
        && dilationColumns == 1
        && padRows == 0
        && padColumns == 0
        && 2 * rows <= height
        && 2 * columns <= width;
  }

  /** The row of the plane under a tap at a row of results; may lie outside the plane. */
  int row(int tapRow, int row) {
    return row * strideRows + tapRow * dilationRows - padRows;
  }

  /** The column of the plane under a tap at a column of results; may lie outside the plane. */
  int column(int tapColumn, int column) {
    return column * strideColumns + tapColumn * dilationColumns - padColumns;
  }

  /** The phase in which the elements under a tap stand. */
  int phase(int tapColumn) {
    return tapColumn * dilationColumns % strideColumns;
  }

  /** Where in a row of their phase the elements under a tap start. */
  int shift(int tapColumn) {
    return tapColumn * dilationColumns / strideColumns;
  }

  /** The first column of the plane in a phase. */
  int firstColumn(int phase) {
    return Math.floorMod(phase - padColumns, strideColumns);
  }

  /** The number of columns of the plane in a phase. */
  int columnCount(int phase) {
    var first = firstColumn(phase);
    return first >= width ? 0 : (width - 1 - first) / strideColumns + 1;
  }

  /** The number of elements of all rows of results in a phase, from a shift on. */
  int span() {
    return (rows - 1) * pitch + columns;
  }
}
