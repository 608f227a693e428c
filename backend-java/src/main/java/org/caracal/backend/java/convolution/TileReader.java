package org.caracal.backend.java.convolution;

import java.util.Arrays;
import org.caracal.array.DType;
import org.caracal.backend.java.matmul.Panels;
import org.caracal.backend.java.parallel.Scratch;
import org.caracal.backend.java.parallel.ThreadPool;
import org.caracal.backend.java.parallel.Workspace;

/**
 * Transforms tiles of images {@code [N, C, H, W]} to points {@code [points^2, tiles, C]}, a row of
 * tiles at a time: the rows of the image are brought to the order {@code [H, W, C]} and zeros put
 * around them, then transformed along the one and the other axis.
 */
final class TileReader {
  private final int channels;
  private final int height;
  private final int width;
  private final int lowHeight;
  private final int lowWidth;
  private final int window;

  /** Rows of the image that a row of tiles shares with the next. */
  private final int shared;

  private final int tilesHigh;
  private final int tilesWide;
  private final int points;
  private final TileLines.Line line;
  private final TileLines.Strides alongHeight;
  private final TileLines.Strides alongWidth;
  private final Panels panels;
  private final int pitch;
  private final int plane;

  /** Columns of the padded rows. */
  private final int columns;

  private final Scratch[] padded;
  private final Scratch[] halfway;

  /**
   * A reader of a convolution's image, or of the gradient of its output.
   *
   * @param gradient whether of the gradient
   * @param line the transform along one axis
   * @param plane the distance of points in the result
   * @param panels what brings channels together
   */
  TileReader(
      ConvolutionProblem problem,
      Winograd algorithm,
      boolean gradient,
      TileLines.Line line,
      int plane,
      Panels panels,
      ThreadPool pool,
      Workspace workspace) {
    var image = gradient ? problem.output() : problem.image();
    this.channels = gradient ? problem.filters() : problem.channels();
    this.height = image.extent(0);
    this.width = image.extent(1);
    this.lowHeight = gradient ? 0 : problem.low()[0];
    this.lowWidth = gradient ? 0 : problem.low()[1];
    this.points = algorithm.points();
    this.window = gradient ? Winograd.OUTPUTS : points;
    this.shared = window - Winograd.OUTPUTS;
    this.tilesHigh = Winograd.tiles(problem.output().extent(0));
    this.tilesWide = Winograd.tiles(problem.output().extent(1));
    this.line = line;
    this.plane = plane;
    this.panels = panels;
    this.pitch = TileLines.pitch(channels);
    this.columns = Winograd.OUTPUTS * (tilesWide - 1) + window;
    var row = columns * pitch;
    alongHeight = new TileLines.Strides(row, pitch, row, pitch, channels, columns);
    alongWidth =
        new TileLines.Strides(pitch, Winograd.OUTPUTS * pitch, plane, pitch, channels, tilesWide);
    padded = scratch("tiles to read", window, pool, workspace);
    halfway = scratch("tiles half read", points, pool, workspace);
  }

  private Scratch[] scratch(String purpose, int rows, ThreadPool pool, Workspace workspace) {
    var length = rows * columns * pitch + TileLines.SLACK;
    return workspace.each(pool.threads(), DType.FLOAT32, purpose, length);
  }

  /**
   * Transforms some rows of tiles.
   *
   * @param firstRow number of the first row, counted through all images
   * @param firstTile number of its first tile in the result
   */
  void run(float[] images, int firstRow, int rows, float[] to, int firstTile, int worker) {
    for (var row = 0; row < rows; row++) {
      var goesOn = row > 0 && (firstRow + row) % tilesHigh > 0;
      read(images, firstRow + row, goesOn ? shared : 0, padded[worker].floats());
      transform(
          padded[worker].floats(),
          halfway[worker].floats(),
          to,
          (firstTile + row * tilesWide) * pitch);
    }
  }

  /**
   * Reads what a row of tiles needs; the first rows may be the last ones of what was read before.
   */
  private void read(float[] images, int tileRow, int known, float[] to) {
    var row = columns * pitch;
    System.arraycopy(to, (window - known) * row, to, 0, known * row);
    var image = tileRow / tilesHigh;
    var top = tileRow % tilesHigh * Winograd.OUTPUTS - lowHeight;
    // where padding is negative the image is cut
    var left = Math.max(0, -lowWidth);
    var put = Math.max(0, lowWidth);
    var copied = Math.max(0, Math.min(width - left, columns - put));
    for (var i = known; i < window; i++) {
      var y = top + i;
      var start = i * row;
      var end = start + row;
      if (y < 0 || y >= height || copied == 0) {
        Arrays.fill(to, start, end, 0);
        continue;
      }
      Arrays.fill(to, start, start + put * pitch, 0);
      Arrays.fill(to, start + (put + copied) * pitch, end, 0);
      var from = (image * channels * height + y) * width + left;
      panels.packTransposed(
          images, from, height * width, copied, channels, to, start + put * pitch, pitch);
    }
  }

  private void transform(float[] from, float[] between, float[] to, int put) {
    line.run(alongHeight, from, 0, between, 0);
    for (var i = 0; i < points; i++) {
      line.run(alongWidth, between, i * columns * pitch, to, i * points * plane + put);
    }
  }
}
