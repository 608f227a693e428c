package org.caracal.backend.java.convolution;

import org.caracal.array.DType;
import org.caracal.backend.java.matmul.Block;
import org.caracal.backend.java.matmul.Panels;
import org.caracal.backend.java.movement.StridedCopy;
import org.caracal.backend.java.parallel.Partition;
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
  private final int filters;
  private final int size;
  private final int taps;
  private final int plane;
  private final float[] transform;
  private final StridedCopy copy;
  private final Scratch entries;
  private final Scratch points;
  private final Block[] blocks;
  private final Partition partition;
  private final ThreadPool pool;
  private final ThreadPool.Task multiply = this::multiply;

  KernelPointsGradient(
      ConvolutionProblem problem,
      Winograd algorithm,
      Panels panels,
      ThreadPool pool,
      Workspace workspace) {
    this.algorithm = algorithm;
    this.pool = pool;
    filters = problem.filters();
    taps = problem.kernel().size();
    size = problem.channels() * filters;
    width = panels.width(size);
    plane = TileLines.pitch(size);
    transform = algorithm.packedTransform(true);
    copy =
        new StridedCopy(
            DType.FLOAT32,
            new int[] {filters, problem.channels(), taps},
            0,
            new int[] {1, filters, plane},
            0,
            new int[] {problem.channels() * taps, taps, 1},
            pool);
    entries = workspace.shared(DType.FLOAT32, "kernel", taps * plane + width);
    points = workspace.shared(DType.FLOAT32, "kernel's points", algorithm.square() * plane + width);
    blocks = new Block[pool.threads()];
    java.util.Arrays.setAll(blocks, worker -> panels.block());
    partition =
        Partition.of(pool, (size + width - 1) / width, 0.02 * algorithm.square() * taps * size);
  }

  /** Makes the gradient of a point from a filter on the result. */
  Block result(Block block, int point, int filter) {
    return block.result(points.array(), point * plane + filter, filters);
  }

  /** Transforms the gradients. */
  void run(Object kernelGradient) {
    pool.run(partition.chunks(), multiply);
    copy.run(entries.array(), kernelGradient);
  }

  private void multiply(int chunk, int worker) {
    for (var unit = partition.start(chunk); unit < partition.end(chunk); unit++) {
      var column = unit * width;
      blocks[worker]
          .extents(taps, Math.min(width, size - column), algorithm.square(), false)
          .left(transform, 0, Block.TILE * algorithm.square(), Block.TILE)
          .right(points.array(), column, plane)
          .result(entries.array(), column, plane)
          .multiply();
    }
  }
}
