package org.caracal.backend.java.convolution;

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
 * The gradient of a convolution in its kernel by {@link Winograd}'s algorithm, transposed: for each
 * point the product {@code [C, tiles] [tiles, K]} of the image's points and those of the output's
 * gradient. Some tiles at a time, threads share first the transforms, then the products; each sum
 * takes its tiles in order, whoever computes it.
 */
final class WinogradKernelGradientKernel implements Kernel {
  /**
   * About how many elements of points are worked on at a time: that, or as many as the kernel has,
   * which are read and written each time. Steps of the same size may take half as many more.
   */
  private static final int MOST_ELEMENTS = 1 << 18;

  private final ConvolutionProblem problem;
  private final Winograd algorithm;
  private final TileReader imageReader;
  private final TileReader gradientReader;
  private final KernelPointsGradient kernelGradient;
  private final Scratch imagePoints;
  private final Scratch gradientPoints;
  private final PerThread<Block> blocks;
  private final Panels panels;
  private final Scratch[] packedImage;
  private final Scratch[] packedGradient;
  private final int width;
  private final int tileRows;
  private final int tilesWide;
  private final int pitch;
  private final int gradientPitch;
  private final int plane;
  private final int gradientPlane;
  private final int rows;
  private final int step;
  private final Partition reading;
  private final Partition multiplying;
  private final ThreadPool pool;
  private final ThreadPool.Task read = this::read;
  private final ThreadPool.Task multiply = this::multiply;

  private float[] x = {};
  private float[] gradient = {};
  private int first;
  private int count;

  WinogradKernelGradientKernel(
      ConvolutionProblem problem,
      Winograd algorithm,
      TileLines lines,
      Panels panels,
      ThreadPool pool,
      Workspace workspace) {
    this.problem = problem;
    this.algorithm = algorithm;
    this.panels = panels;
    this.pool = pool;
    kernelGradient = new KernelPointsGradient(problem, algorithm, panels, pool, workspace);
    width = panels.width(problem.filters());
    tileRows = panels.tile();
    tilesWide = Winograd.tiles(problem.output().extent(1));
    pitch = TileLines.pitch(problem.channels());
    gradientPitch = TileLines.pitch(problem.filters());
    rows = problem.images() * Winograd.tiles(problem.output().extent(0));
    var square = algorithm.square();
    var elements = Math.max(MOST_ELEMENTS, square * problem.channels() * problem.filters());
    var fitting = elements / square / (pitch + gradientPitch) / tilesWide;
    // about alike, lest all sums be read and written once more for a few tiles
    var steps = Math.max(1, Math.round((float) rows / Math.max(1, fitting)));
    step = (rows + steps - 1) / steps;
    plane = step * tilesWide * pitch + TileLines.SLACK;
    gradientPlane = step * tilesWide * gradientPitch + TileLines.SLACK;
    imageReader = new TileReader(problem, algorithm, false, lines::image, plane, pool, workspace);
    gradientReader =
        new TileReader(problem, algorithm, true, lines::gradient, gradientPlane, pool, workspace);
    imagePoints = workspace.shared(DType.FLOAT32, "points", square * plane + TileLines.SLACK);
    gradientPoints =
        workspace.shared(
            DType.FLOAT32, "points of gradient", square * gradientPlane + TileLines.SLACK);
    var channelTiles = (problem.channels() + tileRows - 1) / tileRows;
    packedImage =
        workspace.each(
            pool.threads(), DType.FLOAT32, "packed image", channelTiles * Block.STEP * Block.DEPTH);
    packedGradient =
        workspace.each(pool.threads(), DType.FLOAT32, "packed gradient", Block.DEPTH * width);
    blocks = new PerThread<>(pool.threads(), worker -> panels.block(width));
    reading = Partition.of(pool, step, 0.5 * square * step * tilesWide * (pitch + gradientPitch));
    multiplying =
        Partition.of(
            pool,
            square,
            0.03 * square * step * tilesWide * problem.channels() * problem.filters());
  }

  @Override
  public void run(Buffer[] inputs, Buffer[] outputs) {
    x = ((HeapBuffer) inputs[0]).floats();
    gradient = ((HeapBuffer) inputs[1]).floats();
    for (first = 0; first < rows; first += step) {
      count = Math.min(step, rows - first);
      pool.run(reading.chunks(), read);
      pool.run(multiplying.chunks(), multiply);
    }
    kernelGradient.run(((HeapBuffer) outputs[0]).floats());
  }

  private void read(int chunk, int worker) {
    var start = reading.start(chunk);
    var rowsHere = Math.min(reading.end(chunk), count) - start;
    if (rowsHere > 0) {
      imageReader.run(x, first + start, rowsHere, imagePoints.floats(), start * tilesWide, worker);
      gradientReader.run(
          gradient, first + start, rowsHere, gradientPoints.floats(), start * tilesWide, worker);
    }
  }

  private void multiply(int chunk, int worker) {
    var tiles = count * tilesWide;
    for (var point = multiplying.start(chunk); point < multiplying.end(chunk); point++) {
      for (var tile = 0; tile < tiles; tile += Block.DEPTH) {
        multiply(point, tile, Math.min(Block.DEPTH, tiles - tile), worker);
      }
    }
  }

  /** Adds some tiles' products to the sums of a point. */
  private void multiply(int point, int tile, int terms, int worker) {
    var left = packedImage[worker].array();
    var right = packedGradient[worker].array();
    var distance = terms * Block.STEP;
    panels.pack(
        imagePoints.array(),
        point * plane + tile * pitch,
        pitch,
        terms,
        problem.channels(),
        tileRows,
        left,
        0,
        distance,
        Block.STEP);
    for (var filter = 0; filter < problem.filters(); filter += width) {
      var columns = Math.min(width, problem.filters() - filter);
      var at = point * gradientPlane + tile * gradientPitch + filter;
      panels.pack(gradientPoints.array(), at, gradientPitch, terms, columns, right, 0, width);
      kernelGradient
          .result(blocks.get(worker), point, filter)
          .extents(problem.channels(), columns, terms, first + tile > 0)
          .left(left, 0, distance, Block.STEP)
          .right(right, 0, width)
          .multiply();
    }
  }
}
