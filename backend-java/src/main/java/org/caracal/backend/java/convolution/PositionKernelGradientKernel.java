package org.caracal.backend.java.convolution;

import java.util.Arrays;
import org.caracal.array.DType;
import org.caracal.backend.Buffer;
import org.caracal.backend.HeapBuffer;
import org.caracal.backend.Kernel;
import org.caracal.backend.java.movement.Fill;
import org.caracal.backend.java.parallel.Partition;
import org.caracal.backend.java.parallel.Scratch;
import org.caracal.backend.java.parallel.ThreadPool;
import org.caracal.backend.java.parallel.Workspace;

/**
 * The gradient in a kernel whose groups have few filters, such as depthwise ones have, computed for
 * vectors of positions. Lots of images are added up as {@link KernelGradientLots} tells.
 */
final class PositionKernelGradientKernel implements Kernel {
  /** For more filters of a group vectors of filters pay. */
  private static final int MOST_FILTERS = 4;

  /** The most sums of a lot, in elements. */
  private static final int MOST_SUMS = 1 << 20;

  /** Blocks whose elements stay in the first-level cache. */
  private static final int BLOCKS = 64;

  /** Estimated time for a multiplication and addition. */
  private static final double NANOS = 0.025;

  private final ConvolutionProblem problem;
  private final PositionBlocks blocks;
  private final PositionSums loops;
  private final DType dtype;
  private final ImagePadding padding;
  private final Scratch[] padded;
  private final Scratch[] gradients;
  private final Scratch sums;
  private final int[] taps;
  private final int rows;
  private final int positions;
  private final int lots;
  private final int parts;
  private final Partition adding;
  private final ThreadPool pool;
  private final ThreadPool.Task correlate = this::correlate;
  private final ThreadPool.Task add = this::add;

  private Object x = new Object();
  private Object gradient = new Object();
  private Object result = new Object();

  PositionKernelGradientKernel(
      ConvolutionProblem problem,
      DType dtype,
      PositionSums loops,
      ThreadPool pool,
      Workspace workspace) {
    this.problem = problem;
    this.loops = loops;
    this.dtype = dtype;
    this.pool = pool;
    padding = new ImagePadding(dtype, problem.channels(), problem, pool);
    var table = problem.taps();
    blocks = new PositionBlocks(table);
    positions = table.columns.length;
    rows = table.rows.length;
    var width = PositionSums.TAPS;
    // the last tap is computed again where there are no more
    taps = Arrays.copyOf(table.rows, (rows + width - 1) / width * width);
    Arrays.fill(taps, rows, taps.length, table.rows[rows - 1]);
    padded =
        workspace.each(
            pool.threads(), dtype, "padded image", padding.paddedSize + PositionSums.LANES);
    gradients =
        workspace.each(
            pool.threads(),
            dtype,
            "packed gradient",
            blocks.isExact() ? 0 : BLOCKS * PositionSums.LANES);
    lots = KernelGradientLots.count(problem);
    var filters = problem.groups() * problem.filters();
    sums = workspace.shared(dtype, "sums of lots", lots * filters * sumsOfFilter());
    var nanos = NANOS * problem.images() * filters * rows * positions;
    var wanted = Math.min(4 * pool.threads(), pool.chunks(nanos, Long.MAX_VALUE));
    parts = Math.max(1, Math.min(problem.filters(), wanted / (lots * problem.groups())));
    adding = Partition.of(pool, filters, 0.2 * (lots + 4) * filters * sumsOfFilter());
  }

  /** Whether this is likely to be faster than packing gradients. */
  static boolean suits(ConvolutionProblem problem) {
    var weights = problem.rows();
    var sums = (long) problem.groups() * problem.filters() * weights * PositionSums.LANES;
    return problem.filters() <= MOST_FILTERS && sums <= MOST_SUMS;
  }

  private int sumsOfFilter() {
    return taps.length * PositionSums.LANES;
  }

  @Override
  public void run(Buffer[] inputs, Buffer[] outputs) {
    x = ((HeapBuffer) inputs[0]).array();
    gradient = ((HeapBuffer) inputs[1]).array();
    result = ((HeapBuffer) outputs[0]).array();
    if (problem.images() == 0 || positions == 0) {
      Fill.run(dtype, result, problem.groups() * problem.filters() * rows, 0);
      return;
    }
    pool.run(lots * problem.groups() * parts, correlate);
    pool.run(adding.chunks(), add);
  }

  /** Adds up some filters of one group for one lot. */
  private void correlate(int chunk, int worker) {
    var part = chunk % parts;
    var group = chunk / parts % problem.groups();
    var lot = chunk / parts / problem.groups();
    var first = part * problem.filters() / parts;
    var end = (part + 1) * problem.filters() / parts;
    var at = (lot * problem.groups() + group) * problem.filters() * sumsOfFilter();
    Fill.run(dtype, sums.array(), at + first * sumsOfFilter(), at + end * sumsOfFilter(), 0);
    var start = KernelGradientLots.start(problem, lot, lots);
    for (var image = start; image < KernelGradientLots.start(problem, lot + 1, lots); image++) {
      var unit = image * problem.groups() + group;
      if (problem.unpadded() && blocks.isExact()) {
        correlate(x, unit * padding.imageSize, unit, first, end, at, worker);
      } else {
        var array = padded[worker].array();
        padding.run(x, unit * padding.imageSize, array);
        var size = padding.paddedSize;
        // blocks reach as far, and times zero this is nothing only if it is a number
        Fill.run(dtype, array, size, size + PositionSums.LANES, 0);
        correlate(array, 0, unit, first, end, at, worker);
      }
    }
  }

  private void correlate(Object image, int base, int unit, int first, int end, int at, int worker) {
    for (var filter = first; filter < end; filter++) {
      var from = (unit * problem.filters() + filter) * positions;
      for (var start = 0; start < blocks.places.length; start += BLOCKS) {
        correlate(from, image, base, start, at + filter * sumsOfFilter(), worker);
      }
    }
  }

  /** Adds up some blocks of one filter. */
  private void correlate(int from, Object image, int base, int start, int put, int worker) {
    var end = Math.min(blocks.places.length, start + BLOCKS);
    var g = gradient;
    var at = from + start * PositionSums.LANES;
    if (!blocks.isExact()) {
      g = gradients[worker].array();
      at = 0;
      loops.pack(gradient, from, blocks, start, end, g);
    }
    for (var tap = 0; tap < taps.length; tap += PositionSums.TAPS) {
      var to = put + tap * PositionSums.LANES;
      loops.correlate(g, at, image, base, taps, tap, blocks.places, start, end, sums.array(), to);
    }
  }

  /** Adds up the lots of some filters, and the sums of each weight. */
  private void add(int chunk, int worker) {
    var array = sums.array();
    var filters = problem.groups() * problem.filters();
    for (var filter = adding.start(chunk); filter < adding.end(chunk); filter++) {
      var at = filter * sumsOfFilter();
      for (var lot = 1; lot < lots; lot++) {
        loops.add(array, (lot * filters + filter) * sumsOfFilter(), at, sumsOfFilter());
      }
      loops.reduce(array, at, result, filter * rows, rows);
    }
  }
}
