package org.caracal.backend.java.convolution;

import java.util.Arrays;
import org.caracal.array.DType;
import org.caracal.backend.java.matmul.Block;
import org.caracal.backend.java.matmul.Panels;
import org.caracal.backend.java.parallel.Finish;
import org.caracal.backend.java.parallel.PerThread;
import org.caracal.backend.java.parallel.Producer;
import org.caracal.backend.java.parallel.Scratch;
import org.caracal.backend.java.parallel.ThreadPool;
import org.caracal.backend.java.parallel.Workspace;

/**
 * Convolves images {@code [N, H, W, C]}, or the gradient of images, one row of positions at a time:
 * what is under the taps {@code [positions, KH KW C]} times the kernel {@code [KH KW C, K]}.
 *
 * <p>Each row of the image is packed once, for one row of taps, {@code [tiles of positions, rows,
 * KW C]}: the next row of taps is the next row of the image, so that a product reads on from where
 * its own first row is. Threads share the rows of all images.
 */
final class RowConvolutionKernel implements Producer {
  /** How many elements are worked on at a time, which stay in the second-level cache. */
  private static final int ELEMENTS = 1 << 16;

  /** How many chunks each of several threads gets, as far as there are so many rows. */
  private static final int CHUNKS = 4;

  private final ConvolutionProblem problem;
  private final PaddedRows padding;
  private final RowWeights weights;
  private final Panels panels;
  private final Finish finish;
  private final Scratch[] packed;
  private final PerThread<Block> blocks;
  private final int filters;
  private final int height;
  private final int positions;
  private final int tiles;

  /** Elements under a row of taps, and with those that fill them up. */
  private final int run;

  private final int terms;

  private final int width;
  private final int step;
  private final int steps;
  private final ThreadPool pool;
  private final ThreadPool.Task convolve = this::convolve;

  private float[] x = {};
  private float[] result = {};

  RowConvolutionKernel(
      ConvolutionProblem problem,
      RowWeights weights,
      Panels panels,
      Finish finish,
      ThreadPool pool,
      Workspace workspace) {
    this.problem = problem;
    this.weights = weights;
    this.panels = panels;
    this.finish = finish;
    this.pool = pool;
    filters = problem.filters();
    height = problem.output().extent(0);
    positions = problem.output().extent(1);
    tiles = (positions + panels.tile() - 1) / panels.tile();
    run = problem.kernel().extent(1) * problem.channels();
    terms = Block.filled(run);
    width = panels.width(filters);
    var row = problem.stride()[0] * tiles * terms * Block.STEP + positions * filters;
    var fitting = ELEMENTS / Math.max(1, row);
    var chunks = pool.threads() == 1 ? 1 : pool.threads() * CHUNKS;
    var fair = (problem.images() * height + chunks - 1) / chunks;
    step = Math.max(1, Math.min(Math.min(fitting, fair), height));
    steps = (height + step - 1) / step;
    padding = new PaddedRows(problem, step, pool, workspace);
    var lines = padding.count(step);
    packed =
        workspace.each(
            pool.threads(), DType.FLOAT32, "packed rows", tiles * lines * terms * Block.STEP);
    blocks = new PerThread<>(pool.threads(), worker -> panels.block(width));
  }

  @Override
  public void run(Object images, Object kernel, Object convolved) {
    x = (float[]) images;
    result = (float[]) convolved;
    weights.run((float[]) kernel);
    pool.run(problem.images() * steps, convolve);
  }

  private void convolve(int chunk, int worker) {
    var image = chunk / steps;
    var first = chunk % steps * step;
    var count = Math.min(step, height - first);
    pack(
        padding.of(x, image, first, count, worker),
        padding.start(image, first),
        padding.count(count),
        worker);
    var at = (image * height + first) * positions * filters;
    var inner = problem.kernel().extent(0) * terms;
    for (var term = 0; term < inner; term += Block.DEPTH) {
      for (var filter = 0; filter < filters; filter += width) {
        weights
            .right(blocks.get(worker), term, filter)
            .extents(
                positions,
                Math.min(width, filters - filter),
                Math.min(Block.DEPTH, inner - term),
                term > 0);
        multiply(count, term, at + filter, worker);
      }
    }
    finish.run(worker, at, count * positions * filters);
  }

  /**
   * Packs what is under one row of taps, for some rows of the image. Where positions follow each
   * other element by element, so do they under each tap.
   */
  private void pack(float[] from, int start, int lines, int worker) {
    var to = packed[worker].floats();
    var distance = problem.stride()[1] * problem.channels();
    for (var tile = 0; tile < tiles; tile++) {
      var first = tile * panels.tile();
      var count = Math.min(panels.tile(), positions - first);
      for (var line = 0; line < lines; line++) {
        var at = start + line * padding.pitch + first * distance;
        var put = (tile * lines + line) * terms * Block.STEP;
        if (distance == 1) {
          panels.pack(from, at, 1, run, count, to, put, Block.STEP);
        } else {
          panels.packTransposed(from, at, distance, run, count, to, put, Block.STEP);
        }
        Arrays.fill(to, put + run * Block.STEP, put + terms * Block.STEP, 0);
      }
    }
  }

  /** Adds some terms to the sums of some filters, for all rows. */
  private void multiply(int count, int term, int at, int worker) {
    var line = terms * Block.STEP;
    for (var row = 0; row < count; row++) {
      blocks
          .get(worker)
          .left(
              packed[worker].array(),
              row * problem.stride()[0] * line + term * Block.STEP,
              padding.count(count) * line,
              Block.STEP)
          .result(result, at + row * positions * filters, filters)
          .multiply();
    }
  }
}
