package org.caracal.backend.java.convolution;

import org.caracal.array.DType;
import org.caracal.backend.Buffer;
import org.caracal.backend.HeapBuffer;
import org.caracal.backend.Kernel;
import org.caracal.backend.java.matmul.Block;
import org.caracal.backend.java.matmul.Panels;
import org.caracal.backend.java.movement.Fill;
import org.caracal.backend.java.parallel.Partition;
import org.caracal.backend.java.parallel.PerThread;
import org.caracal.backend.java.parallel.Scratch;
import org.caracal.backend.java.parallel.ThreadPool;
import org.caracal.backend.java.parallel.Workspace;

/**
 * The gradient of a convolution in its kernel: the gradient of the output {@code [filters,
 * positions]} times the elements under the taps {@code [positions, taps]}, added up over the
 * images, in lots as {@link KernelGradientLots} tells.
 */
final class ConvolutionKernelGradientKernel implements Kernel {
  /** Estimated time for a multiplication and addition. */
  private static final double NANOS = 0.025;

  private final ConvolutionProblem problem;
  private final ConvolutionTaps taps;
  private final Panels panels;
  private final Patches patches;
  private final Sum sum;
  private final DType dtype;
  private final ImagePadding padding;
  private final Scratch[] padded;
  private final Scratch[] packed;
  private final Scratch[] gradients;
  private final Scratch sums;
  private final PerThread<Block> blocks;
  private final int width;
  private final int positions;
  private final int terms;
  private final int size;
  private final int lots;
  private final int parts;
  private final Partition adding;
  private final ThreadPool pool;
  private final ThreadPool.Task multiply = this::multiply;
  private final ThreadPool.Task add = this::add;

  private Object x = new Object();
  private Object gradient = new Object();
  private Object result = new Object();

  ConvolutionKernelGradientKernel(
      ConvolutionProblem problem,
      DType dtype,
      Panels panels,
      Patches patches,
      ThreadPool pool,
      Workspace workspace) {
    this.problem = problem;
    this.taps = problem.taps();
    this.panels = panels;
    this.patches = patches;
    this.sum = dtype == DType.FLOAT64 ? Sum::doubles : Sum::floats;
    this.dtype = dtype;
    this.pool = pool;
    padding = new ImagePadding(dtype, problem.channels(), problem, pool);
    positions = taps.columns.length;
    width = panels.width(taps.rows.length);
    terms = Block.filled(positions);
    var depth = Block.filledFrom(0, positions);
    var tiles = (problem.filters() + panels.tile() - 1) / panels.tile();
    padded = workspace.each(pool.threads(), dtype, "padded image", padding.paddedSize);
    packed = workspace.each(pool.threads(), dtype, "patches", width * depth);
    gradients =
        workspace.each(pool.threads(), dtype, "packed gradient", tiles * Block.STEP * terms);
    blocks = new PerThread<>(pool.threads(), worker -> panels.block(width));
    size = problem.groups() * problem.filters() * taps.rows.length;
    lots = KernelGradientLots.count(problem);
    sums = workspace.shared(dtype, "sums of lots", lots > 1 ? lots * size : 0);
    var nanos = NANOS * problem.images() * size * positions;
    var wanted = Math.min(4 * pool.threads(), pool.chunks(nanos, Long.MAX_VALUE));
    var most = (taps.rows.length + width - 1) / width;
    parts = Math.max(1, Math.min(most, wanted / (lots * problem.groups())));
    adding = Partition.of(pool, size, 0.2 * lots * size);
  }

  @Override
  public void run(Buffer[] inputs, Buffer[] outputs) {
    x = ((HeapBuffer) inputs[0]).array();
    gradient = ((HeapBuffer) inputs[1]).array();
    result = ((HeapBuffer) outputs[0]).array();
    if (problem.images() == 0 || positions == 0) {
      Fill.run(dtype, result, size, 0);
      return;
    }
    pool.run(lots * problem.groups() * parts, multiply);
    if (lots > 1) {
      pool.run(adding.chunks(), add);
    }
  }

  /** Adds up some taps of one group for one lot. */
  private void multiply(int chunk, int worker) {
    var part = chunk % parts;
    var group = chunk / parts % problem.groups();
    var lot = chunk / parts / problem.groups();
    var panelCount = (taps.rows.length + width - 1) / width;
    var first = part * panelCount / parts * width;
    var end = Math.min(taps.rows.length, (part + 1) * panelCount / parts * width);
    var target = lots > 1 ? sums.array() : result;
    var at = lot * size + group * problem.filters() * taps.rows.length;
    var start = KernelGradientLots.start(problem, lot, lots);
    for (var image = start; image < KernelGradientLots.start(problem, lot + 1, lots); image++) {
      var unit = image * problem.groups() + group;
      padding.run(x, unit * padding.imageSize, padded[worker].array());
      packGradient(unit, worker);
      for (var position = 0; position < positions; position += Block.DEPTH) {
        for (var tap = first; tap < end; tap += width) {
          multiply(tap, position, target, at, image > start || position > 0, worker);
        }
      }
    }
  }

  private void packGradient(int unit, int worker) {
    var packed = gradients[worker].array();
    for (var row = 0; row < problem.filters(); row += panels.tile()) {
      var tile = row / panels.tile() * Block.STEP * terms;
      panels.packTransposed(
          gradient,
          (unit * problem.filters() + row) * positions,
          positions,
          positions,
          Math.min(panels.tile(), problem.filters() - row),
          packed,
          tile,
          Block.STEP);
      var end = tile + terms * Block.STEP;
      Fill.run(dtype, packed, tile + positions * Block.STEP, end, Block.LEFT_FILLING);
    }
  }

  private void multiply(int tap, int position, Object target, int at, boolean adds, int worker) {
    var count = Block.filledFrom(position, positions);
    var present = Math.min(count, positions - position);
    var columns = Math.min(width, taps.rows.length - tap);
    var panel = packed[worker].array();
    patches.packTransposed(
        taps, padded[worker].array(), 0, tap, columns, position, present, panel, 0, width);
    Fill.run(dtype, panel, present * width, count * width, Block.RIGHT_FILLING);
    blocks
        .get(worker)
        .extents(problem.filters(), columns, count, adds)
        .left(gradients[worker].array(), position * Block.STEP, Block.STEP * terms, Block.STEP)
        .right(panel, 0, width)
        .result(target, at + tap, taps.rows.length)
        .multiply();
  }

  private void add(int chunk, int worker) {
    sum.add(sums.array(), size, lots, result, adding.start(chunk), adding.end(chunk));
  }

  /** Adds up the sums of lots for a range of elements. */
  private interface Sum {
    void add(Object sums, int size, int lots, Object result, int start, int end);

    static void floats(Object sums, int size, int lots, Object result, int start, int end) {
      var from = (float[]) sums;
      var to = (float[]) result;
      System.arraycopy(from, start, to, start, end - start);
      for (var lot = 1; lot < lots; lot++) {
        for (var i = start; i < end; i++) {
          to[i] += from[lot * size + i];
        }
      }
    }

    static void doubles(Object sums, int size, int lots, Object result, int start, int end) {
      var from = (double[]) sums;
      var to = (double[]) result;
      System.arraycopy(from, start, to, start, end - start);
      for (var lot = 1; lot < lots; lot++) {
        for (var i = start; i < end; i++) {
          to[i] += from[lot * size + i];
        }
      }
    }
  }
}
