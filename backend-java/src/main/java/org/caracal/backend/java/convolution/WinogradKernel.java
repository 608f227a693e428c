package org.caracal.backend.java.convolution;

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
 * Convolves images {@code [N, H, W, C]}, or the gradient of images, by {@link Winograd}'s
 * algorithm: for each point the product {@code [tiles, C] [C, K]}. Threads share the rows of tiles
 * of all images.
 */
final class WinogradKernel implements Producer {
  /**
   * How many elements of points a thread works on at a time, what its second-level cache holds: at
   * least so many, and as many for each column of a panel. Machines with wider vectors have larger
   * caches, and need more tiles for each panel that they read.
   */
  private static final int LEAST_ELEMENTS = 1 << 17;

  private static final int ELEMENTS_A_COLUMN = 1 << 13;

  /** How many tiles it takes at least. */
  private static final int FEWEST_TILES = 24;

  /** As many tiles more for so many weights, because for them all points of the kernel are read. */
  private static final int WEIGHTS_A_TILE = 1 << 10;

  /** How many chunks each of several threads gets, as far as there are so many tiles. */
  private static final int CHUNKS = 4;

  /** The same for kernels of more weights. */
  private static final int LARGE = 1 << 15;

  private static final int CHUNKS_IF_LARGE = 2;

  private final ConvolutionProblem problem;
  private final Winograd algorithm;
  private final TileReader reader;
  private final TileWriter writer;
  private final KernelPoints kernelPoints;
  private final Finish finish;
  private final Scratch[] before;
  private final Scratch[] after;
  private final PerThread<Block> blocks;
  private final int width;
  private final int tileRows;
  private final int tilesWide;
  private final int pitch;
  private final int resultPitch;
  private final int plane;
  private final int resultPlane;
  private final int rows;
  private final int step;
  private final ThreadPool pool;
  private final ThreadPool.Task convolve = this::convolve;

  private float[] x = {};
  private float[] result = {};

  WinogradKernel(
      ConvolutionProblem problem,
      Winograd algorithm,
      TileLines lines,
      KernelPoints kernelPoints,
      Panels panels,
      Finish finish,
      ThreadPool pool,
      Workspace workspace) {
    this.problem = problem;
    this.algorithm = algorithm;
    this.finish = finish;
    this.pool = pool;
    this.kernelPoints = kernelPoints;
    width = panels.width(problem.filters());
    tileRows = panels.tile();
    tilesWide = Winograd.tiles(problem.output().extent(1));
    pitch = TileLines.pitch(problem.channels());
    resultPitch = TileLines.pitch(problem.filters());
    rows = problem.images() * Winograd.tiles(problem.output().extent(0));
    var elements = Math.max(LEAST_ELEMENTS, width * ELEMENTS_A_COLUMN);
    var fitting = elements / algorithm.square() / (pitch + resultPitch);
    var weights = problem.channels() * problem.filters();
    var fewest = Math.max(FEWEST_TILES, weights / WEIGHTS_A_TILE);
    var wanted = Math.max(fewest, fitting) / tilesWide;
    var chunks = pool.threads() == 1 ? 1 : pool.threads() * chunks(weights);
    var fair = (rows + chunks - 1) / chunks;
    step = Math.max(1, Math.min(wanted, fair));
    var tiles = (step * tilesWide + tileRows - 1) / tileRows * tileRows;
    plane = tiles * pitch + TileLines.SLACK;
    resultPlane = tiles * resultPitch + TileLines.SLACK;
    reader = new TileReader(problem, algorithm, false, lines::image, plane, pool, workspace);
    writer = new TileWriter(problem, algorithm, lines::output, resultPlane, pool, workspace);
    before = scratch("points", plane, workspace);
    after = scratch("products of points", resultPlane, workspace);
    blocks = new PerThread<>(pool.threads(), worker -> panels.block(width));
  }

  private static int chunks(int weights) {
    return weights > LARGE ? CHUNKS_IF_LARGE : CHUNKS;
  }

  private Scratch[] scratch(String purpose, int ofPlane, Workspace workspace) {
    return workspace.each(
        pool.threads(), DType.FLOAT32, purpose, algorithm.square() * ofPlane + TileLines.SLACK);
  }

  @Override
  public void run(Object images, Object kernel, Object convolved) {
    x = (float[]) images;
    result = (float[]) convolved;
    kernelPoints.run((float[]) kernel);
    pool.run((rows + step - 1) / step, convolve);
  }

  private void convolve(int chunk, int worker) {
    var first = chunk * step;
    var count = Math.min(step, rows - first);
    reader.run(x, first, count, before[worker].floats(), 0, worker);
    for (var point = 0; point < algorithm.square(); point++) {
      for (var filter = 0; filter < problem.filters(); filter += width) {
        multiply(count * tilesWide, point, filter, worker);
      }
    }
    writer.run(after[worker].floats(), first, count, result, worker);
    var at = writer.firstOutput(first);
    var outputs = writer.firstOutput(first + count) - at;
    finish.run(worker, at * problem.filters(), outputs * problem.filters());
  }

  private void multiply(int tiles, int point, int filter, int worker) {
    for (var channel = 0; channel < problem.channels(); channel += Block.DEPTH) {
      var terms = Math.min(Block.DEPTH, problem.channels() - channel);
      var columns = Math.min(width, problem.filters() - filter);
      kernelPoints
          .right(blocks.get(worker), point, filter, channel)
          .extents(tiles, columns, terms, channel > 0)
          .left(before[worker].array(), point * plane + channel, tileRows * pitch, pitch, 1)
          .result(after[worker].array(), point * resultPlane + filter, resultPitch)
          .multiply();
    }
  }
}
