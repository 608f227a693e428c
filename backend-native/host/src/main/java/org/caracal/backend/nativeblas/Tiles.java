package org.caracal.backend.nativeblas;

import org.caracal.backend.java.parallel.Partition;
import org.caracal.backend.java.parallel.ThreadPool;

/**
 * How one product is divided: into tiles of rows or of columns, whichever there are more of. Few of
 * them, since OpenBLAS packs the other operand for each. The division depends on the product and
 * the number of threads only, so results repeat.
 *
 * @param product the product
 * @param byRows whether tiles are rows of the result
 * @param ranges the rows or columns of each tile
 */
record Tiles(MatrixProduct product, boolean byRows, Partition ranges) {
  /** Operations in a nanosecond: a guess that need not be right. */
  static final double SPEED = 50;

  /** What OpenBLAS' kernels compute at once divides this on all processors. */
  private static final int GRANULE = 16;

  private static final int TILES_PER_THREAD = 2;

  /**
   * Tiles for the threads of a pool, none with more than so many operations, unless it is of the
   * smallest size.
   */
  static Tiles of(MatrixProduct product, ThreadPool pool, double operations) {
    var byRows = product.m() >= product.n();
    var extent = byRows ? product.m() : product.n();
    var granules = (extent + GRANULE - 1) / GRANULE;
    var parallel =
        product.batch() >= TILES_PER_THREAD * pool.threads()
            ? 1
            : Math.min(
                TILES_PER_THREAD * pool.threads(),
                pool.chunks(product.operations() / SPEED, granules));
    var wanted = Math.max(parallel, (int) Math.ceil(product.operations() / operations));
    var perTile = Math.max(1, granules / Math.min(granules, wanted)) * GRANULE;
    return new Tiles(product, byRows, new Partition(extent, perTile));
  }

  /** The number of tiles. */
  int count() {
    return ranges.chunks();
  }

  int rows(int tile) {
    return byRows ? size(tile) : product.m();
  }

  int columns(int tile) {
    return byRows ? product.n() : size(tile);
  }

  private int size(int tile) {
    return ranges.end(tile) - ranges.start(tile);
  }

  /** Where in a left matrix the tile's rows start. */
  int left(int tile) {
    return byRows ? product.leftOffset(ranges.start(tile)) : 0;
  }

  /** Where in a right matrix the tile's columns start. */
  int right(int tile) {
    return byRows ? 0 : product.rightOffset(ranges.start(tile));
  }

  /** Where in the result the tile starts. */
  int result(int tile) {
    return byRows ? ranges.start(tile) * product.n() : ranges.start(tile);
  }
}
