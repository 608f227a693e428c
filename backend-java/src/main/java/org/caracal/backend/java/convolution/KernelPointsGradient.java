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
 * Transforms gradients of points {@code [points^2, C, K]} to the gradient of a kernel {@code [K, C,
 * taps]}: the transpose of {@link KernelPoints}.
 */
final class KernelPointsGradient {
  private final Winograd algorithm;
  private final int width;
  private final int tile;
  private final int channels;
  private final int filters;
  private final int size;
  private final int taps;
  private final int plane;
  private final float[] transform;
  private final Scratch points;
  private final Scratch[] entries;
  private final PerThread<Block> blocks;
  private final Partition partition;
  private final ThreadPool pool;
  private final ThreadPool.Task multiply = this::multiply;

  private float[] result = {};

  KernelPointsGradient(
      ConvolutionProblem problem,
      Winograd algorithm,
      Panels panels,
      ThreadPool pool,
      Workspace workspace) {
    this.algorithm = algorithm;
    this.pool = pool;
    channels = problem.channels();
    filters = problem.filters();
    taps = problem.kernel().size();
    size = channels * filters;
    width = panels.width(size);
    tile = panels.tile();
    plane = TileLines.pitch(size);
    transform = algorithm.packedTransform(true, tile);
    points = workspace.shared(DType.FLOAT32, "kernel's points", algorithm.square() * plane + width);
    entries = workspace.each(pool.threads(), DType.FLOAT32, "entries of the kernel", taps * width);
    blocks = new PerThread<>(pool.threads(), worker -> panels.block(width));
    partition =
        Partition.of(pool, (size + width - 1) / width, 0.02 * algorithm.square() * taps * size);
  }

  /** Makes the gradient of a point from a filter on the result. */
  Block result(Block block, int point, int filter) {
    return block.result(points.array(), point * plane + filter, filters);
  }

  /** Transforms the gradients. */
  void run(float[] kernelGradient) {
    result = kernelGradient;
    pool.run(partition.chunks(), multiply);
  }

  private void multiply(int chunk, int worker) {
    var some = entries[worker].floats();
    for (var unit = partition.start(chunk); unit < partition.end(chunk); unit++) {
      var column = unit * width;
      var columns = Math.min(width, size - column);
      blocks
          .get(worker)
          .extents(taps, columns, algorithm.square(), false)
          .left(transform, 0, tile * algorithm.square(), tile)
          .right(points.array(), column, plane)
          .result(some, 0, width)
          .multiply();
      place(some, column, columns);
    }
  }

  /** Brings entries, of which those of a tap stand together, to their places in the kernel. */
  private void place(float[] some, int column, int columns) {
    var channel = column / filters;
    var filter = column % filters;
    for (var i = 0; i < columns; i++) {
      var at = (filter * channels + channel) * taps;
      for (var tap = 0; tap < taps; tap++) {
        result[at + tap] = some[tap * width + i];
      }
      if (++filter == filters) {
        filter = 0;
        channel++;
      }
    }
  }
}
