package org.caracal.backend.java.convolution;

import org.caracal.array.DType;
import org.caracal.backend.java.parallel.Scratch;
import org.caracal.backend.java.parallel.ThreadPool;
import org.caracal.backend.java.parallel.Workspace;

/**
 * Transforms points {@code [points^2, tiles, K]} to outputs {@code [N, H', W', K]}, a row of tiles
 * at a time.
 */
final class TileWriter {
  private final int filters;
  private final int height;
  private final int width;
  private final int tilesHigh;
  private final int tilesWide;
  private final int points;
  private final TileLines.Line line;

  /** How many tiles of a row are written to the output itself: whole ones, in whole vectors. */
  private final int inPlace;

  private final TileLines.Strides alongHeight;
  private final TileLines.Strides alongWidthInPlace;
  private final TileLines.Strides alongWidth;
  private final int pitch;
  private final int plane;
  private final Scratch[] halfway;
  private final Scratch[] outputs;

  /**
   * A writer of a convolution's output.
   *
   * @param line the transform along one axis
   * @param plane the distance of points
   */
  TileWriter(
      ConvolutionProblem problem,
      Winograd algorithm,
      TileLines.Line line,
      int plane,
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
    this.pitch = TileLines.pitch(filters);
    this.inPlace = filters % TileLines.SLACK == 0 ? width / Winograd.OUTPUTS : 0;
    var row = tilesWide * pitch;
    var length = Winograd.OUTPUTS * row;
    alongHeight = new TileLines.Strides(points * plane, pitch, row, pitch, filters, tilesWide);
    alongWidthInPlace =
        new TileLines.Strides(length, pitch, filters, Winograd.OUTPUTS * filters, filters, inPlace);
    alongWidth =
        new TileLines.Strides(
            length, pitch, pitch, Winograd.OUTPUTS * pitch, filters, tilesWide - inPlace);
    halfway =
        workspace.each(
            pool.threads(), DType.FLOAT32, "tiles half written", points * length + TileLines.SLACK);
    outputs =
        workspace.each(pool.threads(), DType.FLOAT32, "tiles to write", length + TileLines.SLACK);
  }

  /**
   * Transforms some rows of tiles.
   *
   * @param firstRow number of the first row, counted through all images
   */
  void run(float[] from, int firstRow, int rows, float[] to, int worker) {
    var between = halfway[worker].floats();
    var row = tilesWide * pitch;
    for (var tileRow = 0; tileRow < rows; tileRow++) {
      for (var j = 0; j < points; j++) {
        var at = tileRow * row + j * plane;
        line.run(alongHeight, from, at, between, j * Winograd.OUTPUTS * row);
      }
      var first = firstOutput(firstRow + tileRow);
      var present = (firstOutput(firstRow + tileRow + 1) - first) / width;
      for (var i = 0; i < present; i++) {
        alongWidth(between, i * row, to, (first + i * width) * filters, worker);
      }
    }
  }

  /** The number of the first output of a row of tiles; those of all rows follow each other. */
  int firstOutput(int tileRow) {
    var top = tileRow % tilesHigh * Winograd.OUTPUTS;
    return (tileRow / tilesHigh * height + top) * width;
  }

  private void alongWidth(float[] from, int at, float[] to, int put, int worker) {
    if (inPlace > 0) {
      line.run(alongWidthInPlace, from, at, to, put);
    }
    if (inPlace < tilesWide) {
      var rest = outputs[worker].floats();
      line.run(alongWidth, from, at + inPlace * pitch, rest, 0);
      for (var column = inPlace * Winograd.OUTPUTS; column < width; column++) {
        var start = (column - inPlace * Winograd.OUTPUTS) * pitch;
        System.arraycopy(rest, start, to, put + column * filters, filters);
      }
    }
  }
}
