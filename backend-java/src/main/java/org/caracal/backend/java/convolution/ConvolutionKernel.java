package org.caracal.backend.java.convolution;

import org.caracal.array.DType;
import org.caracal.backend.java.matmul.Block;
import org.caracal.backend.java.matmul.Operand;
import org.caracal.backend.java.matmul.Panels;
import org.caracal.backend.java.movement.Fill;
import org.caracal.backend.java.movement.StridedCopy;
import org.caracal.backend.java.parallel.Finish;
import org.caracal.backend.java.parallel.Partition;
import org.caracal.backend.java.parallel.PerThread;
import org.caracal.backend.java.parallel.Producer;
import org.caracal.backend.java.parallel.Scratch;
import org.caracal.backend.java.parallel.ThreadPool;
import org.caracal.backend.java.parallel.Workspace;

/**
 * Convolves images, or the gradient of images: the kernel {@code [filters, taps]} times the
 * elements under its taps {@code [taps, positions]}, which are packed a few positions at a time, so
 * that they stay in the cache. Threads share the images, and the positions where there are few
 * images.
 */
final class ConvolutionKernel implements Producer {
  /** What is packed at a time, in panels. */
  private static final int PANELS = 8;

  /** Rows of the kernel that are used at a time, so that they stay in the cache for all panels. */
  private static final int ROWS = 48;

  /** Taps that are packed at a time. */
  private static final int LINES = 8;

  /** Estimated time for a multiplication and addition. */
  private static final double NANOS = 0.02;

  private final ConvolutionProblem problem;
  private final ConvolutionTaps taps;
  private final DType dtype;
  private final Panels panels;
  private final Patches patches;
  private final Finish finish;
  private final ImagePadding padding;
  private final StridedCopy reversal;
  private final boolean reverses;
  private final Scratch reversed;
  private final Operand weights;
  private final Partition packing;
  private final Scratch[] padded;
  private final Scratch[] packed;
  private final PerThread<Block> blocks;
  private final int width;
  private final int positions;

  /** Whether an image as it lies in memory is the right matrix of the product. */
  private final boolean isMatrix;

  private final int step;
  private final int steps;
  private final ThreadPool pool;
  private final ThreadPool.Task pack = this::pack;
  private final ThreadPool.Task convolve = this::convolve;

  private Object x = new Object();
  private Object result = new Object();

  ConvolutionKernel(
      ConvolutionProblem problem,
      DType dtype,
      boolean reverses,
      Panels panels,
      Patches patches,
      Finish finish,
      ThreadPool pool,
      Workspace workspace) {
    this.problem = problem;
    this.taps = problem.taps();
    this.dtype = dtype;
    this.panels = panels;
    this.patches = patches;
    this.finish = finish;
    this.padding = new ImagePadding(dtype, problem.channels(), problem, pool);
    this.reverses = reverses;
    this.pool = pool;
    reversal = problem.reversal(dtype, pool);
    positions = taps.columns.length;
    width = panels.width(positions);
    isMatrix = problem.isMatrix();
    var size = problem.groups() * problem.filters() * problem.rows();
    reversed = workspace.shared(dtype, "reversed kernel", reverses ? size : 0);
    weights =
        Operand.left(panels, workspace, dtype, problem.groups(), problem.filters(), problem.rows());
    packing = weights.partition(pool);
    padded = workspace.each(pool.threads(), dtype, "padded image", padding.paddedSize);
    packed = workspace.each(pool.threads(), dtype, "patches", PANELS * width * Block.DEPTH);
    blocks = new PerThread<>(pool.threads(), worker -> panels.block(width));
    var units = problem.images() * problem.groups();
    var wanted =
        Math.min(
            4 * pool.threads(),
            pool.chunks(NANOS * problem.images() * size * positions, Long.MAX_VALUE));
    var parts = Math.max(1, (wanted + units - 1) / Math.max(1, units));
    step = (positions + parts * width - 1) / (parts * width) * width;
    steps = (positions + step - 1) / step;
  }

  @Override
  public void run(Object images, Object kernel, Object convolved) {
    x = images;
    result = convolved;
    if (reverses) {
      reversal.run(kernel, reversed.array());
    }
    weights.bind(reverses ? reversed.array() : kernel);
    pool.run(packing.chunks(), pack);
    pool.run(problem.images() * problem.groups() * steps, convolve);
  }

  private void pack(int chunk, int worker) {
    for (var unit = packing.start(chunk); unit < packing.end(chunk); unit++) {
      weights.pack(unit);
    }
  }

  /** Computes some positions of one group of one image. */
  private void convolve(int chunk, int worker) {
    var unit = chunk / steps;
    var first = chunk % steps * step;
    var end = Math.min(positions, first + step);
    var image = x;
    var base = unit * padding.imageSize;
    if (!problem.unpadded()) {
      image = padded[worker].array();
      padding.run(x, base, image);
      base = 0;
    }
    var at = unit * problem.filters() * positions;
    for (var position = first; position < end; position += PANELS * width) {
      var count = Math.min(PANELS * width, end - position);
      for (var tap = 0; tap < taps.rows.length; tap += Block.DEPTH) {
        pack(image, base, position, count, tap, worker);
        multiply(unit % problem.groups(), count, tap, at + position, worker);
      }
    }
    if (steps == 1) {
      finish.run(worker, at, problem.filters() * positions);
    } else {
      for (var filter = 0; filter < problem.filters(); filter++) {
        finish.run(worker, at + filter * positions + first, end - first);
      }
    }
  }

  /** Some taps for all panels, then the next, so that memory is read in its order. */
  private void pack(Object image, int base, int position, int count, int tap, int worker) {
    var to = packed[worker].array();
    var terms = terms(tap);
    var present = Math.min(terms, taps.rows.length - tap);
    for (var k = 0; k < present; k += LINES) {
      var lines = Math.min(LINES, present - k);
      if (isMatrix) {
        var at = base + taps.rows[tap + k] + position;
        panels.pack(image, at, positions, lines, count, width, to, k * width, terms * width, width);
        continue;
      }
      for (var j = 0; j < count; j += width) {
        var wanted = Math.min(width, count - j);
        var put = j * terms + k * width;
        patches.pack(taps, image, base, tap + k, lines, position + j, wanted, to, put, width);
      }
    }
    for (var j = 0; j < count; j += width) {
      var panel = j * terms;
      Fill.run(dtype, to, panel + present * width, panel + terms * width, Block.RIGHT_FILLING);
    }
  }

  /** The number of terms of a packed panel from a tap on. */
  private int terms(int tap) {
    return Block.filledFrom(tap, taps.rows.length);
  }

  private void multiply(int group, int count, int tap, int at, int worker) {
    var terms = terms(tap);
    for (var row = 0; row < problem.filters(); row += ROWS) {
      for (var j = 0; j < count; j += width) {
        blocks
            .get(worker)
            .extents(
                Math.min(ROWS, problem.filters() - row), Math.min(width, count - j), terms, tap > 0)
            .left(
                weights.array(row),
                weights.at(group, row, tap),
                weights.distance(row, tap),
                weights.step(row))
            .right(packed[worker].array(), j * terms, width)
            .result(result, at + row * positions + j, positions)
            .multiply();
      }
    }
  }
}
