package org.caracal.backend.java.convolution;

import java.util.ArrayList;
import java.util.List;
import org.caracal.array.DType;
import org.caracal.backend.java.matmul.Block;
import org.caracal.backend.java.matmul.Panels;
import org.caracal.backend.java.movement.StridedCopy;
import org.caracal.backend.java.parallel.Partition;
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
  private final int width;
  private final int size;
  private final int taps;
  private final int panel;
  private final List<StridedCopy> copies = new ArrayList<>();
  private final float[] transform;
  private final Scratch entries;
  private final Scratch points;
  private final Block[] blocks;
  private final Partition partition;
  private final ThreadPool pool;
  private final ThreadPool.Task multiply = this::multiply;
  private final boolean constant;
  private boolean transformed;

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
    this.constant = constant;
    this.pool = pool;
    var channels = problem.channels();
    var filters = problem.filters();
    width = panels.width(filters);
    taps = problem.kernel().size();
    panel = channels * width;
    size = (filters + width - 1) / width * panel;
    // an odd number of cache lines, so that taps and points find room in the first-level cache
    plane = TileLines.pitch(size);
    var filter = reversed ? taps : channels * taps;
    var channel = reversed ? filters * taps : taps;
    var whole = filters / width;
    var rest = filters % width;
    if (whole > 0) {
      copies.add(copy(reversed, 0, new int[] {whole, channels, width}, channel, filter));
    }
    if (rest > 0) {
      copies.add(copy(reversed, whole, new int[] {1, channels, rest}, channel, filter));
    }
    transform = algorithm.packedTransform(false);
    entries = workspace.shared(DType.FLOAT32, "kernel", taps * plane);
    var length = algorithm.square() * plane;
    points =
        constant
            ? Scratch.own(DType.FLOAT32, length)
            : workspace.shared(DType.FLOAT32, "kernel's points", length);
    blocks = new Block[pool.threads()];
    java.util.Arrays.setAll(blocks, worker -> panels.block());
    var runs = (size + RUN * width - 1) / (RUN * width);
    partition = Partition.of(pool, runs, 0.02 * algorithm.square() * taps * size);
  }

  private StridedCopy copy(boolean reversed, int first, int[] extents, int channel, int filter) {
    return new StridedCopy(
        DType.FLOAT32,
        new int[] {taps, extents[0], extents[1], extents[2]},
        first * width * filter + (reversed ? taps - 1 : 0),
        new int[] {reversed ? -1 : 1, width * filter, channel, filter},
        first * panel,
        new int[] {plane, panel, width, 1},
        pool);
  }

  /** Transforms a kernel; one that is constant only once. */
  void run(Object kernel) {
    if (transformed) {
      return;
    }
    for (var i = 0; i < copies.size(); i++) {
      copies.get(i).run(kernel, entries.array());
    }
    pool.run(partition.chunks(), multiply);
    transformed = constant;
  }

  private void multiply(int chunk, int worker) {
    var end = Math.min(size, partition.end(chunk) * RUN * width);
    for (var first = partition.start(chunk) * RUN * width; first < end; first += RUN * width) {
      for (var row = 0; row < algorithm.square(); row += Block.TILE) {
        multiply(row, first, Math.min(end, first + RUN * width), worker);
      }
    }
  }

  /** Computes a run of a few points. */
  private void multiply(int row, int first, int end, int worker) {
    for (var column = first; column < end; column += width) {
      blocks[worker]
          .extents(Math.min(Block.TILE, algorithm.square() - row), width, taps, false)
          .left(transform, row * taps, Block.TILE * taps, Block.TILE)
          .right(entries.array(), column, plane)
          .result(points.array(), row * plane + column, plane)
          .multiply();
    }
  }

  /** Makes the panel of a point from a channel on the right operand. */
  Block right(Block block, int point, int filter, int channel) {
    var at = point * plane + filter / width * panel + channel * width;
    return block.right(points.array(), at, width);
  }
}
