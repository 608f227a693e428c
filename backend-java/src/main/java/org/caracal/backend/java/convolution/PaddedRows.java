package org.caracal.backend.java.convolution;

import java.util.Arrays;
import org.caracal.array.DType;
import org.caracal.backend.java.parallel.Scratch;
import org.caracal.backend.java.parallel.ThreadPool;
import org.caracal.backend.java.parallel.Workspace;

/**
 * The rows of images {@code [N, H, W, C]} that some rows of positions of a convolution read, with
 * zeros beside them, {@code [rows, columns, C]}: those of the images themselves where no zeros are
 * needed. What is under one row of taps at a position is one run of elements, that of its neighbour
 * begins a stride later.
 */
final class PaddedRows {
  private final int height;
  private final int row;
  private final int taps;
  private final int top;
  private final int stride;
  private final boolean inPlace;

  /**
   * The first element that is copied of a row of the image; where padding is negative it is cut.
   */
  private final int first;

  /** Zeros before what is copied. */
  private final int before;

  private final int copied;
  private final Scratch[] padded;

  /** The distance of rows. */
  final int pitch;

  /** Rows for at most so many rows of positions of one image at a time. */
  PaddedRows(ConvolutionProblem problem, int most, ThreadPool pool, Workspace workspace) {
    var channels = problem.channels();
    var left = problem.low()[1];
    height = problem.image().extent(0);
    row = problem.image().extent(1) * channels;
    taps = problem.kernel().extent(0);
    top = problem.low()[0];
    stride = problem.stride()[0];
    inPlace = top == 0 && left == 0 && problem.padded().equals(problem.image());
    pitch = problem.padded().extent(1) * channels;
    first = Math.max(0, -left) * channels;
    before = Math.min(pitch, Math.max(0, left) * channels);
    copied = Math.max(0, Math.min(row - first, pitch - before));
    var length = inPlace ? 0 : count(most) * pitch;
    padded = workspace.each(pool.threads(), DType.FLOAT32, "padded rows", length);
  }

  /** How many rows some rows of positions read. */
  int count(int positions) {
    return (positions - 1) * stride + taps;
  }

  /** The array in which the rows are, from {@link #start} on, for some rows of positions. */
  float[] of(float[] images, int image, int position, int positions, int worker) {
    if (inPlace) {
      return images;
    }
    var to = padded[worker].floats();
    for (var i = 0; i < count(positions); i++) {
      var y = position * stride - top + i;
      var put = i * pitch;
      var end = put + pitch;
      if (y >= 0 && y < height) {
        Arrays.fill(to, put, put + before, 0);
        System.arraycopy(images, (image * height + y) * row + first, to, put + before, copied);
        put += before + copied;
      }
      Arrays.fill(to, put, end, 0);
    }
    return to;
  }

  /** Where the first of the rows starts. */
  int start(int image, int position) {
    return inPlace ? (image * height + position * stride) * row : 0;
  }
}
