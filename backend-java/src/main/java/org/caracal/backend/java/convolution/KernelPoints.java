package org.caracal.backend.java.convolution;

import org.caracal.array.DType;
import org.caracal.backend.java.matmul.Block;
import org.caracal.backend.java.matmul.Panels;
import org.caracal.backend.java.parallel.Partition;
import org.caracal.backend.java.parallel.PerThread;
import org.caracal.backend.java.parallel.Scratch;
import org.caracal.backend.java.parallel.ThreadPool;
import org.caracal.backend.java.parallel.Workspace;

/**
 * Transforms kernels {@code [K, C, taps]}, or {@code [C, K, taps]} that are reversed, to points
 * {@code [points^2, C, K]}, of which each is the right operand of a product and lies in panels. The
 * transform is one product itself, {@code [points^2, taps] [taps, C K]}.
 */
final class KernelPoints {
  /** Panels computed for some points before the next, so that memory is written in long runs. */
  private static final int RUN = 16;

  private final Winograd algorithm;
  private final boolean reversed;
  private final int width;
  private final int tile;
  private final int channels;
  private final int filters;
  private final int size;
  private final int taps;
  private final int panel;
  private final float[] transform;
  private final Scratch points;
  private final Scratch[] entries;
  private final PerThread<Block> blocks;
  private final Partition partition;
  private final ThreadPool pool;
  private final ThreadPool.Task multiply = this::multiply;
  private final boolean constant;
  private boolean transformed;
  private float[] kernel = {};

  /** The distance of points. */
  final int plane;

  KernelPoints(
      ConvolutionProblem problem,
      Winograd algorithm,
      boolean reversed,
      boolean constant,
      Panels panels,
      ThreadPool pool,
      Workspace workspace) {
    this.algorithm = algorithm;
    this.reversed = reversed;
    this.constant = constant;
    this.pool = pool;
    channels = problem.channels();
    filters = problem.filters();
    width = panels.width(filters);
    tile = panels.tile();
    taps = problem.kernel().size();
    panel = channels * width;
    size = (filters + width - 1) / width * panel;
    // an odd number of cache lines, so that points find room in the first-level cache
    plane = TileLines.pitch(size);
    transform = algorithm.packedTransform(false, tile);
    entries =
        workspace.each(pool.threads(), DType.FLOAT32, "entries of the kernel", taps * RUN * width);
    var length = algorithm.square() * plane;
    points =
        constant
            ? Scratch.own(DType.FLOAT32, length)
            : workspace.shared(DType.FLOAT32, "kernel's points", length);
    blocks = new PerThread<>(pool.threads(), worker -> panels.block(width));
    var runs = (size + RUN * width - 1) / (RUN * width);
    partition = Partition.of(pool, runs, 0.02 * algorithm.square() * taps * size);
  }

  /** Transforms a kernel; one that is constant only once. */
  void run(float[] values) {
    if (transformed) {
      return;
    }
    kernel = values;
    pool.run(partition.chunks(), multiply);
    transformed = constant;
  }

  private void multiply(int chunk, int worker) {
    var end = Math.min(size, partition.end(chunk) * RUN * width);
    for (var first = partition.start(chunk) * RUN * width; first < end; first += RUN * width) {
      var columns = Math.min(RUN * width, end - first);
      for (var column = 0; column < columns; column += width) {
        gather(first + column, entries[worker].floats(), column);
      }
      for (var row = 0; row < algorithm.square(); row += tile) {
        multiply(row, first, columns, worker);
      }
    }
  }

  /** Brings the entries of a channel and of the filters of a panel together, tap by tap. */
  private void gather(int column, float[] to, int put) {
    var channel = column % panel / width;
    var first = column / panel * width;
    var count = Math.min(width, filters - first);
    for (var i = 0; i < count; i++) {
      var filter = first + i;
      var pair = reversed ? channel * filters + filter : filter * channels + channel;
      var at = pair * taps + (reversed ? taps - 1 : 0);
      var step = reversed ? -1 : 1;
      for (var tap = 0; tap < taps; tap++) {
        to[tap * RUN * width + put + i] = kernel[at + step * tap];
      }
    }
  }

  /** Computes a run of a few points. */
  private void multiply(int row, int first, int columns, int worker) {
    for (var column = 0; column < columns; column += width) {
      blocks
          .get(worker)
          .extents(Math.min(tile, algorithm.square() - row), width, taps, false)
          .left(transform, row * taps, tile * taps, tile)
          .right(entries[worker].array(), column, RUN * width)
          .result(points.array(), row * plane + first + column, plane)
          .multiply();
    }
  }

  /** Makes the panel of a point from a channel on the right operand. */
  Block right(Block block, int point, int filter, int channel) {
    var at = point * plane + filter / width * panel + channel * width;
    return block.right(points.array(), at, width);
  }
}
