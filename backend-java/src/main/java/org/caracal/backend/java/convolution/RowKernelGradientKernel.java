package org.caracal.backend.java.convolution;

import java.util.Arrays;
import org.caracal.array.DType;
import org.caracal.backend.Buffer;
import org.caracal.backend.HeapBuffer;
import org.caracal.backend.Kernel;
import org.caracal.backend.java.matmul.Block;
import org.caracal.backend.java.matmul.Panels;
import org.caracal.backend.java.parallel.Partition;
import org.caracal.backend.java.parallel.PerThread;
import org.caracal.backend.java.parallel.Scratch;
import org.caracal.backend.java.parallel.ThreadPool;
import org.caracal.backend.java.parallel.Workspace;

/**
 * The gradient of a convolution of images {@code [N, H, W, C]} in its kernel: what is under the
 * taps {@code [KH KW C, positions]} times the gradient of the output {@code [positions, K]}, some
 * rows of positions at a time, added up over the images in lots as {@link KernelGradientLots}
 * tells.
 */
final class RowKernelGradientKernel implements Kernel {
  /**
   * What is packed at a time stays in the second-level cache, in elements; of fewer positions than
   * that sums would be read and written too often.
   */
  private static final int ELEMENTS = 1 << 17;

  private static final int FEWEST_POSITIONS = 32;

  /** Estimated time for a multiplication and addition. */
  private static final double NANOS = 0.02;

  private final ConvolutionProblem problem;
  private final PaddedRows padding;
  private final TapTiles tiles;
  private final Panels panels;
  private final Scratch[] packed;
  private final Scratch[] gradients;
  private final Scratch sums;
  private final PerThread<Block> blocks;
  private final int filters;
  private final int height;
  private final int positions;
  private final int rows;
  private final int width;
  private final int depth;
  private final int step;
  private final int size;
  private final int lots;
  private final int parts;
  private final Partition adding;
  private final ThreadPool pool;
  private final ThreadPool.Task multiply = this::multiply;
  private final ThreadPool.Task add = this::add;

  private float[] x = {};
  private float[] gradient = {};
  private float[] result = {};

  RowKernelGradientKernel(
      ConvolutionProblem problem, Panels panels, ThreadPool pool, Workspace workspace) {
    this.problem = problem;
    this.panels = panels;
    this.pool = pool;
    filters = problem.filters();
    height = problem.output().extent(0);
    positions = problem.output().extent(1);
    rows = problem.kernel().size() * problem.channels();
    width = panels.width(filters);
    var fitting = Math.min(Block.DEPTH, Math.max(FEWEST_POSITIONS, ELEMENTS / rows));
    depth = Math.min(fitting, positions);
    step = Math.min(fitting / depth, height);
    padding = new PaddedRows(problem, step, pool, workspace);
    tiles = new TapTiles(problem, padding.pitch, panels);
    packed =
        workspace.each(
            pool.threads(),
            DType.FLOAT32,
            "packed rows",
            tiles.products * tiles.size(step * depth));
    gradients =
        workspace.each(pool.threads(), DType.FLOAT32, "packed gradient", Block.DEPTH * width);
    blocks = new PerThread<>(pool.threads(), worker -> panels.block(width));
    size = rows * filters;
    lots = KernelGradientLots.count(problem);
    sums = workspace.shared(DType.FLOAT32, "sums of lots", lots * size);
    var nanos = NANOS * problem.images() * size * problem.output().size();
    var wanted = Math.min(4 * pool.threads(), pool.chunks(nanos, Long.MAX_VALUE));
    parts = Math.max(1, Math.min((filters + width - 1) / width, wanted / lots));
    adding = Partition.of(pool, rows, 0.5 * (lots + 4) * size);
  }

  @Override
  public void run(Buffer[] inputs, Buffer[] outputs) {
    x = ((HeapBuffer) inputs[0]).floats();
    gradient = ((HeapBuffer) inputs[1]).floats();
    result = ((HeapBuffer) outputs[0]).floats();
    pool.run(lots * parts, multiply);
    pool.run(adding.chunks(), add);
  }

  /** Adds up some filters for one lot. */
  private void multiply(int chunk, int worker) {
    var lot = chunk / parts;
    var panelCount = (filters + width - 1) / width;
    var filter = chunk % parts * panelCount / parts * width;
    var end = Math.min(filters, (chunk % parts + 1) * panelCount / parts * width);
    var start = KernelGradientLots.start(problem, lot, lots);
    for (var image = start; image < KernelGradientLots.start(problem, lot + 1, lots); image++) {
      for (var row = 0; row < height; row += step) {
        var count = Math.min(step, height - row);
        var from = padding.of(x, image, row, count, worker);
        for (var column = 0; column < positions; column += depth) {
          var each = Math.min(depth, positions - column);
          var first = padding.start(image, row) + column * tiles.distance;
          tiles.pack(from, first, count, each, packed[worker].floats());
          var at = ((image * height + row) * positions + column) * filters;
          var adds = image > start || row + column > 0;
          multiply(at, filter, end, count * each, lot, adds, worker);
        }
      }
    }
  }

  /** Adds the products of some positions to the sums of some filters. */
  private void multiply(int at, int first, int end, int count, int lot, boolean adds, int worker) {
    var terms = Block.filled(count);
    var inPlace = filters == width && terms == count;
    var right = inPlace ? gradient : gradients[worker].floats();
    for (var filter = first; filter < end; filter += width) {
      var columns = Math.min(width, end - filter);
      if (!inPlace) {
        panels.pack(gradient, at + filter, filters, count, columns, right, 0, width);
        Arrays.fill(right, count * width, terms * width, (float) Block.RIGHT_FILLING);
      }
      for (var product = 0; product < tiles.products; product++) {
        blocks
            .get(worker)
            .extents(tiles.rows, columns, terms, adds)
            .left(
                packed[worker].array(), product * tiles.size(count), terms * Block.STEP, Block.STEP)
            .right(right, inPlace ? at : 0, width)
            .result(sums.array(), lot * size + product * tiles.rows * filters + filter, filters)
            .multiply();
      }
    }
  }

  /** Adds up the lots of some rows and puts them where the kernel has them. */
  private void add(int chunk, int worker) {
    var from = sums.floats();
    var start = adding.start(chunk) * filters;
    var end = adding.end(chunk) * filters;
    for (var lot = 1; lot < lots; lot++) {
      for (var i = start; i < end; i++) {
        from[i] += from[lot * size + i];
      }
    }
    for (var row = adding.start(chunk); row < adding.end(chunk); row++) {
      var channel = row % problem.channels();
      var entry = channel * problem.kernel().size() + row / problem.channels();
      for (var filter = 0; filter < filters; filter++) {
        result[filter * rows + entry] = from[row * filters + filter];
      }
    }
  }
}
