package org.caracal.backend.java.convolution;

import org.caracal.array.DType;
import org.caracal.backend.java.matmul.Panels;
import org.caracal.backend.java.movement.PlaneCopy;
import org.caracal.backend.java.parallel.Scratch;
import org.caracal.backend.java.parallel.ThreadPool;
import org.caracal.backend.java.parallel.Workspace;

/**
 * Transforms points {@code [points^2, tiles, K]} to outputs {@code [N, K, H', W']}, a row of tiles
 * at a time.
 */
final class TileWriter {
  private static final PlaneCopy COPY = PlaneCopy.of(DType.FLOAT32);

  /**
   * Only where positions fill vectors may these bring filters apart, for they write whole ones; and
   * it takes some filters to be worth it.
   */
  private static final int ALIGNED = 16;

  private final int filters;
  private final int height;
  private final int width;
  private final int tilesHigh;
  private final int tilesWide;
  private final int points;
  private final TileLines.Line line;
  private final TileLines.Strides alongHeight;
  private final TileLines.Strides alongWidth;
  private final Panels panels;
  private final int pitch;
  private final int plane;
  private final Scratch[] halfway;
  private final Scratch[] outputs;

  /**
   * A writer of a convolution's output.
   *
   * @param line the transform along one axis
   * @param plane the distance of points
   * @param panels what brings filters apart
   */
  TileWriter(
      ConvolutionProblem problem,
      Winograd algorithm,
      TileLines.Line line,
      int plane,
      Panels panels,
      ThreadPool pool,
      Workspace workspace) {
    this.filters = problem.filters();
    this.height = problem.output().extent(0);
    this.width = problem.output().extent(1);
    this.tilesHigh = Winograd.tiles(height);
    this.tilesWide = Winograd.tiles(width);
    this.points = algorithm.points();
    this.line = line;
    this.plane = plane;
    this.panels = panels;
    this.pitch = TileLines.pitch(filters);
    var row = tilesWide * pitch;
    var length = Winograd.OUTPUTS * row;
    alongHeight = new TileLines.Strides(points * plane, pitch, row, pitch, filters, tilesWide);
    alongWidth =
        new TileLines.Strides(length, pitch, pitch, Winograd.OUTPUTS * pitch, filters, tilesWide);
    halfway =
        workspace.each(
            pool.threads(), DType.FLOAT32, "tiles half written", points * length + TileLines.SLACK);
    outputs =
        workspace.each(
            pool.threads(),
            DType.FLOAT32,
            "tiles to write",
            Winograd.OUTPUTS * length + TileLines.SLACK);
  }

  /**
   * Transforms some rows of tiles.
   *
   * @param firstRow number of the first row, counted through all images
   */
  void run(float[] from, int firstRow, int rows, float[] to, int worker) {
    for (var row = 0; row < rows; row++) {
      transform(from, row * tilesWide * pitch, halfway[worker].floats(), outputs[worker].floats());
      write(outputs[worker].floats(), firstRow + row, to);
    }
  }

  private void transform(float[] from, int at, float[] between, float[] to) {
    var row = tilesWide * pitch;
    for (var j = 0; j < points; j++) {
      line.run(alongHeight, from, at + j * plane, between, j * Winograd.OUTPUTS * row);
    }
    // what a row's last tile has beyond the width, the next row's first tile overwrites
    for (var i = 0; i < Winograd.OUTPUTS; i++) {
      line.run(alongWidth, between, i * row, to, i * width * pitch);
    }
  }

  private void write(float[] from, int tileRow, float[] to) {
    var image = tileRow / tilesHigh;
    var top = tileRow % tilesHigh * Winograd.OUTPUTS;
    var positions = Math.min(Winograd.OUTPUTS, height - top) * width;
    var at = (image * filters * height + top) * width;
    var aligned = positions % ALIGNED == 0 && height * width % ALIGNED == 0;
    if (aligned && filters >= ALIGNED) {
      panels.packTransposed(from, 0, pitch, filters, positions, to, at, height * width);
    } else {
      COPY.run(from, 0, 1, pitch, to, at, height * width, 1, filters, positions);
    }
  }
}
