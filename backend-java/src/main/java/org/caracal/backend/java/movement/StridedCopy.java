package org.caracal.backend.java.movement;

import org.caracal.array.DType;
import org.caracal.backend.java.parallel.Partition;
import org.caracal.backend.java.parallel.ThreadPool;

/**
 * Copies an n-dimensional box of elements between two arrays, each with an offset and strides of
 * its own: transposes, slices, broadcasts, reversals, paddings and concatenations are all this.
 * Axes that lie together in both arrays are merged, and planes that are transposed are copied in
 * tiles that fit into the first-level cache.
 */
public final class StridedCopy {
  private static final int TILE = 32;
  private static final int RUN = 16_384;

  private final PlaneCopy plane;
  private final ThreadPool pool;
  private final ThreadPool.Task task = this::chunk;

  private final int sourceOffset;
  private final int targetOffset;
  private int[] extents;
  private int[] sourceStrides;
  private int[] targetStrides;

  private final boolean contiguous;
  private final int rowTile;
  private final int columnTile;
  private final int rowTiles;
  private final int columnTiles;
  private final Partition tiles;

  private Object source = new Object();
  private Object target = new Object();

  /** A copy of a box with these extents; strides may be zero in the source and negative in both. */
  public StridedCopy(
      DType dtype,
      int[] extents,
      int sourceOffset,
      int[] sourceStrides,
      int targetOffset,
      int[] targetStrides,
      ThreadPool pool) {
    this.plane = PlaneCopy.of(dtype);
    this.pool = pool;
    this.sourceOffset = sourceOffset;
    this.targetOffset = targetOffset;
    this.extents = extents;
    this.sourceStrides = sourceStrides;
    this.targetStrides = targetStrides;
    merge();
    moveRowAxis();
    var last = this.extents.length - 1;
    contiguous = this.sourceStrides[last] == 1 && this.targetStrides[last] == 1;
    columnTile = contiguous ? RUN : this.sourceStrides[last] == 0 ? 1024 : TILE;
    rowTile = contiguous ? Math.max(1, RUN / Math.max(1, this.extents[last])) : TILE;
    rowTiles = tiles(this.extents[last - 1], rowTile);
    columnTiles = tiles(this.extents[last], columnTile);
    var outer = 1;
    long size = (long) this.extents[last] * this.extents[last - 1];
    for (var axis = 0; axis < last - 1; axis++) {
      outer *= this.extents[axis];
      size *= this.extents[axis];
    }
    tiles =
        Partition.of(
            pool, outer * rowTiles * columnTiles, size * dtype.bytes() * (contiguous ? 0.1 : 0.3));
  }

  private static int tiles(int extent, int tile) {
    return (extent + tile - 1) / tile;
  }

  /** Drops axes of extent 1, merges axes that are one in both arrays, and leaves at least two. */
  private void merge() {
    var rank = extents.length;
    var lengths = new int[rank + 2];
    var from = new int[rank + 2];
    var to = new int[rank + 2];
    var axes = 2;
    lengths[0] = 1;
    lengths[1] = 1;
    for (var axis = 0; axis < rank; axis++) {
      var extent = extents[axis];
      if (extent == 1) {
        continue;
      }
      if (axes > 2
          && from[axes - 1] == sourceStrides[axis] * extent
          && to[axes - 1] == targetStrides[axis] * extent) {
        lengths[axes - 1] *= extent;
        from[axes - 1] = sourceStrides[axis];
        to[axes - 1] = targetStrides[axis];
      } else {
        lengths[axes] = extent;
        from[axes] = sourceStrides[axis];
        to[axes++] = targetStrides[axis];
      }
    }
    var first = Math.min(2, axes - 2);
    if (axes == 2) {
      from[1] = 1;
      to[1] = 1;
    }
    extents = java.util.Arrays.copyOfRange(lengths, first, axes);
    sourceStrides = java.util.Arrays.copyOfRange(from, first, axes);
    targetStrides = java.util.Arrays.copyOfRange(to, first, axes);
  }

  /** Puts the axis along which the source lies closest next to last: the plane of a transpose. */
  private void moveRowAxis() {
    var last = extents.length - 1;
    if (sourceStrides[last] == 1 || sourceStrides[last] == 0) {
      return;
    }
    var closest = last - 1;
    for (var axis = 0; axis < last; axis++) {
      if (extents[axis] > 1
          && sourceStrides[axis] != 0
          && (extents[closest] == 1
              || Math.abs(sourceStrides[axis]) < Math.abs(sourceStrides[closest]))) {
        closest = axis;
      }
    }
    for (var axis = closest; axis < last - 1; axis++) {
      swap(extents, axis);
      swap(sourceStrides, axis);
      swap(targetStrides, axis);
    }
  }

  private static void swap(int[] entries, int at) {
    var entry = entries[at];
    entries[at] = entries[at + 1];
    entries[at + 1] = entry;
  }

  /** Copies the box. */
  public void run(Object from, Object to) {
    source = from;
    target = to;
    pool.run(tiles.chunks(), task);
  }

  private void chunk(int chunk, int worker) {
    copy(source, 0, target, 0, tiles.start(chunk), tiles.end(chunk));
  }

  /** Copies the box on the calling thread alone, with both arrays' boxes moved to other offsets. */
  public void runHere(Object from, int fromAt, Object to, int toAt) {
    copy(from, fromAt, to, toAt, 0, tiles.units());
  }

  private void copy(Object from, int fromAt, Object to, int toAt, int start, int end) {
    for (var unit = start; unit < end; unit++) {
      var last = extents.length - 1;
      var column = unit % columnTiles * columnTile;
      var row = unit / columnTiles % rowTiles * rowTile;
      var rest = unit / columnTiles / rowTiles;
      var at = fromAt + sourceOffset + row * sourceStrides[last - 1] + column * sourceStrides[last];
      var put = toAt + targetOffset + row * targetStrides[last - 1] + column * targetStrides[last];
      for (var axis = last - 2; axis >= 0; axis--) {
        var index = rest % extents[axis];
        rest /= extents[axis];
        at += index * sourceStrides[axis];
        put += index * targetStrides[axis];
      }
      var rows = Math.min(rowTile, extents[last - 1] - row);
      copyPlane(from, at, to, put, rows, Math.min(columnTile, extents[last] - column));
    }
  }

  private void copyPlane(Object from, int at, Object to, int put, int rows, int columns) {
    var last = extents.length - 1;
    var si = sourceStrides[last - 1];
    var ti = targetStrides[last - 1];
    if (sourceStrides[last] == 0 && targetStrides[last] == 1) {
      for (var row = 0; row < rows; row++) {
        Fill.repeat(from, at + row * si, to, put + row * ti, columns);
      }
      return;
    }
    if (!contiguous || columns < 8) {
      plane.run(from, at, si, sourceStrides[last], to, put, ti, targetStrides[last], rows, columns);
      return;
    }
    for (var row = 0; row < rows; row++) {
      System.arraycopy(from, at + row * si, to, put + row * ti, columns);
    }
  }
}
