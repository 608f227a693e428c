package org.caracal.backend.java.convolution;

import org.caracal.array.DType;
import org.caracal.backend.java.matmul.Panels;
import org.caracal.backend.java.movement.StridedCopy;
import org.caracal.backend.java.parallel.Finish;
import org.caracal.backend.java.parallel.Partition;
import org.caracal.backend.java.parallel.Producer;
import org.caracal.backend.java.parallel.Scratch;
import org.caracal.backend.java.parallel.ThreadPool;
import org.caracal.backend.java.parallel.Workspace;

/**
 * Convolves images, or the gradient of images, by vectors of positions that are read from the
 * padded image where they stand: all elements under a tap are found by adding one offset. Threads
 * share the images, and the filters where there are few images.
 */
final class DirectConvolutionKernel implements Producer {
  /** Estimated time for a multiplication and addition. */
  private static final double NANOS = 0.02;

  private final ConvolutionProblem problem;
  private final TapSums sums;
  private final Panels panels;
  private final Finish finish;
  private final ImagePadding padding;
  private final StridedCopy reversal;
  private final boolean reverses;
  private final Scratch reversed;
  private final Scratch weights;
  private final Scratch[] padded;
  private final Scratch[] edges;
  private final PositionVectors vectors;
  private final int[] taps;
  private final int positions;
  private final int width;
  private final int tiles;
  private final int tileStep;
  private final int steps;
  private final Partition packing;
  private final ThreadPool pool;
  private final ThreadPool.Task pack = this::pack;
  private final ThreadPool.Task convolve = this::convolve;

  private Object x = new Object();
  private Object kernel = new Object();
  private Object result = new Object();

  DirectConvolutionKernel(
      ConvolutionProblem problem,
      DType dtype,
      boolean reverses,
      TapSums sums,
      Panels panels,
      Finish finish,
      ThreadPool pool,
      Workspace workspace) {
    this.problem = problem;
    this.sums = sums;
    this.panels = panels;
    this.finish = finish;
    this.reverses = reverses;
    this.pool = pool;
    var table = problem.taps();
    taps = table.rows;
    positions = table.columns.length;
    width = problem.filters() == 1 ? 1 : TapSums.FILTERS;
    vectors =
        new PositionVectors(
            table, sums.lanes(), width == 1 ? TapSums.VECTORS_OF_ONE : TapSums.VECTORS);
    padding = new ImagePadding(dtype, problem.channels(), problem, pool);
    reversal = problem.reversal(dtype, pool);
    var size = problem.groups() * problem.filters() * taps.length;
    reversed = workspace.shared(dtype, "reversed kernel", reverses ? size : 0);
    tiles = (problem.filters() + width - 1) / width;
    weights =
        workspace.shared(dtype, "packed weights", problem.groups() * tiles * width * taps.length);
    packing = Partition.of(pool, problem.groups() * tiles, 0.4 * size);
    padded =
        workspace.each(pool.threads(), dtype, "padded image", padding.paddedSize + sums.lanes());
    edges =
        workspace.each(
            pool.threads(), dtype, "sums at edges", width * vectors.perGroup * sums.lanes());
    var units = problem.images() * problem.groups();
    var wanted =
        Math.min(
            2 * pool.threads(),
            pool.chunks(NANOS * problem.images() * size * positions, Long.MAX_VALUE));
    var parts = Math.max(1, Math.min(tiles, (wanted + units - 1) / Math.max(1, units)));
    tileStep = (tiles + parts - 1) / parts;
    steps = (tiles + tileStep - 1) / tileStep;
  }

  @Override
  public void run(Object images, Object given, Object convolved) {
    x = images;
    result = convolved;
    kernel = given;
    if (reverses) {
      reversal.run(given, reversed.array());
      kernel = reversed.array();
    }
    if (width > 1) {
      pool.run(packing.chunks(), pack);
    }
    pool.run(problem.images() * problem.groups() * steps, convolve);
  }

  private void pack(int chunk, int worker) {
    for (var unit = packing.start(chunk); unit < packing.end(chunk); unit++) {
      var group = unit / tiles;
      var filter = unit % tiles * width;
      panels.packTransposed(
          kernel,
          (group * problem.filters() + filter) * taps.length,
          taps.length,
          taps.length,
          Math.min(width, problem.filters() - filter),
          weights.array(),
          unit * width * taps.length,
          width);
    }
  }

  /** Computes some filters of one group of one image. */
  private void convolve(int chunk, int worker) {
    var unit = chunk / steps;
    var group = unit % problem.groups();
    var start = chunk % steps * tileStep;
    var end = Math.min(tiles, start + tileStep);
    var image = x;
    var base = unit * padding.imageSize;
    if (!problem.unpadded() || !vectors.whole) {
      image = padded[worker].array();
      padding.run(x, base, image);
      base = 0;
    }
    var at = unit * problem.filters() * positions;
    for (var first = 0; first < vectors.count; first += vectors.perGroup) {
      for (var tile = start; tile < end; tile++) {
        compute(image, base, group * tiles + tile, at, tile * width, first, worker);
      }
    }
    var filter = start * width;
    var filters = Math.min(problem.filters(), end * width) - filter;
    finish.run(worker, at + filter * positions, filters * positions);
  }

  /** Computes some filters at one group of vectors. */
  private void compute(
      Object image, int base, int tile, int at, int filter, int first, int worker) {
    var filters = Math.min(width, problem.filters() - filter);
    var put = at + filter * positions;
    if (vectors.isWhole(first, sums.lanes())) {
      sum(image, base, tile, first, result, put, vectors.puts, positions, filters);
      return;
    }
    var edge = edges[worker].array();
    var stride = vectors.perGroup * sums.lanes();
    sum(image, base, tile, first, edge, 0, vectors.edges, stride, filters);
    for (var i = 0; i < filters; i++) {
      for (var vector = first; vector < first + vectors.perGroup; vector++) {
        System.arraycopy(
            edge,
            i * stride + vectors.edges[vector],
            result,
            put + i * positions + vectors.puts[vector],
            vectors.lengths[vector]);
      }
    }
  }

  private void sum(
      Object image,
      int base,
      int tile,
      int first,
      Object to,
      int put,
      int[] puts,
      int stride,
      int filters) {
    var from = vectors.positions;
    if (width == 1) {
      var at = tile * taps.length;
      sums.convolveOne(kernel, at, taps, image, base, from, to, put, puts, first);
    } else {
      var at = tile * width * taps.length;
      sums.convolve(
          weights.array(), at, taps, image, base, from, to, put, puts, first, stride, filters);
    }
  }
}
