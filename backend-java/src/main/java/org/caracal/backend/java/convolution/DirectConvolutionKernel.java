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

  /** Elements of an image that stay in the first-level cache while all filters use them. */
  private static final int MOST_ELEMENTS = 6 * 1024;

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
  private final FilterTiles tiles;
  private final int tileStep;
  private final int steps;
  private final int vectorStep;
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
    tiles = new FilterTiles(problem.filters());
    vectors =
        new PositionVectors(
            table, sums.lanes(), tiles.isOne() ? TapSums.VECTORS_OF_ONE : TapSums.VECTORS);
    padding = new ImagePadding(dtype, problem.channels(), problem, pool);
    reversal = problem.reversal(dtype, pool);
    var size = problem.groups() * problem.filters() * taps.length;
    reversed = workspace.shared(dtype, "reversed kernel", reverses ? size : 0);
    weights =
        workspace.shared(
            dtype, "packed weights", problem.groups() * tiles.weights(tiles.count) * taps.length);
    packing = Partition.of(pool, problem.groups() * tiles.count, 0.4 * size);
    padded =
        workspace.each(pool.threads(), dtype, "padded image", padding.paddedSize + sums.lanes());
    edges =
        workspace.each(
            pool.threads(),
            dtype,
            "sums at edges",
            TapSums.FILTERS * vectors.perGroup * sums.lanes());
    var units = problem.images() * problem.groups();
    var wanted =
        Math.min(
            2 * pool.threads(),
            pool.chunks(NANOS * problem.images() * size * positions, Long.MAX_VALUE));
    var parts = Math.max(1, Math.min(tiles.count, (wanted + units - 1) / Math.max(1, units)));
    tileStep = (tiles.count + parts - 1) / parts;
    steps = (tiles.count + tileStep - 1) / tileStep;
    vectorStep = vectorStep();
  }

  /** Beside the elements at as many vectors, those at their edges have to stay in the cache. */
  private int vectorStep() {
    var channel = problem.laidOut().size();
    var reach = taps[problem.kernel().size() - 1];
    var fitting = Math.max(0, MOST_ELEMENTS / Math.max(1, problem.channels()) - reach);
    var most =
        fitting >= channel ? vectors.count : (int) ((long) vectors.count * fitting / channel);
    return Math.max(1, most / vectors.perGroup) * vectors.perGroup;
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
    if (!tiles.isOne()) {
      pool.run(packing.chunks(), pack);
    }
    pool.run(problem.images() * problem.groups() * steps, convolve);
  }

  private void pack(int chunk, int worker) {
    for (var unit = packing.start(chunk); unit < packing.end(chunk); unit++) {
      var tile = unit % tiles.count;
      panels.packTransposed(
          kernel,
          (unit / tiles.count * problem.filters() + tiles.start(tile)) * taps.length,
          taps.length,
          taps.length,
          tiles.filters(tile),
          weights.array(),
          weightsAt(unit / tiles.count, tile),
          tiles.step(tile));
    }
  }

  /** Where the weights of a tile of a group start. */
  private int weightsAt(int group, int tile) {
    return (group * tiles.weights(tiles.count) + tiles.weights(tile)) * taps.length;
  }

  /** Computes some filters of one group of one image. */
  private void convolve(int chunk, int worker) {
    var unit = chunk / steps;
    var start = chunk % steps * tileStep;
    var end = Math.min(tiles.count, start + tileStep);
    var image = x;
    var base = unit * padding.imageSize;
    if (!problem.unpadded() || !vectors.whole) {
      image = padded[worker].array();
      padding.run(x, base, image);
      base = 0;
    }
    for (var first = 0; first < vectors.count; first += vectorStep) {
      var last = Math.min(vectors.count, first + vectorStep);
      for (var tile = start; tile < end; tile++) {
        compute(image, base, unit, tile, first, last, worker);
      }
    }
    var at = (unit * problem.filters() + tiles.start(start)) * positions;
    finish.run(worker, at, (tiles.start(end) - tiles.start(start)) * positions);
  }

  /** Computes some filters at some vectors. */
  private void compute(
      Object image, int base, int unit, int tile, int first, int last, int worker) {
    var weight = weightsAt(unit % problem.groups(), tile);
    var put = (unit * problem.filters() + tiles.start(tile)) * positions;
    if (vectors.whole) {
      sum(weight, image, base, tile, first, last, result, put, vectors.puts, positions);
      return;
    }
    var edge = edges[worker].array();
    var stride = vectors.perGroup * sums.lanes();
    for (var group = first; group < last; group += vectors.perGroup) {
      var end = group + vectors.perGroup;
      sum(weight, image, base, tile, group, end, edge, 0, vectors.edges, stride);
      for (var i = 0; i < tiles.filters(tile); i++) {
        for (var vector = group; vector < end; vector++) {
          System.arraycopy(
              edge,
              i * stride + vectors.edges[vector],
              result,
              put + i * positions + vectors.puts[vector],
              vectors.lengths[vector]);
        }
      }
    }
  }

  private void sum(
      int weight,
      Object image,
      int base,
      int tile,
      int first,
      int last,
      Object to,
      int put,
      int[] puts,
      int stride) {
    var from = vectors.positions;
    if (tiles.isOne()) {
      sums.convolveOne(kernel, weight, taps, image, base, from, to, put, puts, first, last);
    } else {
      sums.convolve(
          weights.array(),
          weight,
          tiles.width(tile),
          taps,
          image,
          base,
          from,
          to,
          put,
          puts,
          first,
          last,
          stride,
          tiles.filters(tile));
    }
  }
}
