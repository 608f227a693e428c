package org.caracal.backend.java.convolution;

import java.util.Arrays;
import org.caracal.array.DType;
import org.caracal.backend.java.parallel.Scratch;
import org.caracal.backend.java.parallel.ThreadPool;
import org.caracal.backend.java.parallel.Workspace;

/**
 * Transforms tiles of images {@code [N, H, W, C]} to points {@code [points^2, tiles, C]}, a row of
 * tiles at a time: along the height, to which zeros are put beside, then along the width.
 */
final class TileReader {
  private final int channels;
  private final int height;
  private final int width;
  private final int lowHeight;
  private final int window;
  private final int tilesHigh;
  private final int tilesWide;
  private final int points;
  private final TileLines.Line line;

  /**
   * The first column that is read, and where it is put; where padding is negative images are cut.
   */
  private final int left;

  private final int put;

  /** How many columns are read. */
  private final int copied;

  /** Columns of the padded rows. */
  private final int columns;

  /** Whether rows can be read from the image itself, in whole vectors. */
  private final boolean inPlace;

  private final TileLines.Strides alongHeightInPlace;
  private final TileLines.Strides alongHeight;
  private final TileLines.Strides alongWidth;
  private final int pitch;
  private final int plane;
  private final Scratch[] rows;
  private final Scratch[] halfway;

  /**
   * A reader of a convolution's image, or of the gradient of its output.
   *
   * @param gradient whether of the gradient
   * @param line the transform along one axis
   * @param plane the distance of points in the result
   */
  TileReader(
      ConvolutionProblem problem,
      Winograd algorithm,
      boolean gradient,
      TileLines.Line line,
      int plane,
      ThreadPool pool,
      Workspace workspace) {
    var image = gradient ? problem.output() : problem.image();
    var lowWidth = gradient ? 0 : problem.low()[1];
    this.channels = gradient ? problem.filters() : problem.channels();
    this.height = image.extent(0);
    this.width = image.extent(1);
    this.lowHeight = gradient ? 0 : problem.low()[0];
    this.points = algorithm.points();
    this.window = gradient ? Winograd.OUTPUTS : points;
    this.tilesHigh = Winograd.tiles(problem.output().extent(0));
    this.tilesWide = Winograd.tiles(problem.output().extent(1));
    this.line = line;
    this.plane = plane;
    this.pitch = TileLines.pitch(channels);
    this.columns = Winograd.OUTPUTS * (tilesWide - 1) + window;
    this.left = Math.max(0, -lowWidth);
    this.put = Math.min(columns, Math.max(0, lowWidth));
    this.copied = Math.max(0, Math.min(width - left, columns - put));
    this.inPlace = channels % TileLines.SLACK == 0;
    var row = columns * pitch;
    alongHeightInPlace =
        new TileLines.Strides(width * channels, channels, row, pitch, channels, copied);
    alongHeight = new TileLines.Strides(copied * pitch, pitch, row, pitch, channels, copied);
    alongWidth =
        new TileLines.Strides(pitch, Winograd.OUTPUTS * pitch, plane, pitch, channels, tilesWide);
    rows =
        workspace.each(
            pool.threads(),
            DType.FLOAT32,
            "tiles to read",
            window * copied * pitch + TileLines.SLACK);
    halfway =
        workspace.each(
            pool.threads(), DType.FLOAT32, "tiles half read", points * row + TileLines.SLACK);
  }

  /**
   * Transforms some rows of tiles.
   *
   * @param firstRow number of the first row, counted through all images
   * @param count how many rows
   * @param firstTile number of its first tile in the result
   */
  void run(float[] images, int firstRow, int count, float[] to, int firstTile, int worker) {
    var between = halfway[worker].floats();
    for (var row = 0; row < count; row++) {
      alongHeight(images, firstRow + row, between, worker);
      for (var i = 0; i < points; i++) {
        var at = i * columns * pitch;
        Arrays.fill(between, at, at + put * pitch, 0);
        Arrays.fill(between, at + (put + copied) * pitch, at + columns * pitch, 0);
        var first = i * points * plane + (firstTile + row * tilesWide) * pitch;
        line.run(alongWidth, between, at, to, first);
      }
    }
  }

  private void alongHeight(float[] images, int tileRow, float[] to, int worker) {
    var top = tileRow % tilesHigh * Winograd.OUTPUTS - lowHeight;
    var image = tileRow / tilesHigh * height;
    if (inPlace && top >= 0 && top + window <= height) {
      var at = ((image + top) * width + left) * channels;
      line.run(alongHeightInPlace, images, at, to, put * pitch);
      return;
    }
    var copy = rows[worker].floats();
    for (var i = 0; i < window; i++) {
      var y = top + i;
      var start = i * copied * pitch;
      if (y < 0 || y >= height) {
        Arrays.fill(copy, start, start + copied * pitch, 0);
      } else {
        copy(images, ((image + y) * width + left) * channels, copy, start);
      }
    }
    line.run(alongHeight, copy, 0, to, put * pitch);
  }

  private void copy(float[] from, int at, float[] to, int start) {
    for (var column = 0; column < copied; column++) {
      System.arraycopy(from, at + column * channels, to, start + column * pitch, channels);
    }
  }
}
