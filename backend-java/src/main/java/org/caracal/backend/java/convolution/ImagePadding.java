package org.caracal.backend.java.convolution;

import org.caracal.array.DType;
import org.caracal.array.Shape;
import org.caracal.backend.java.movement.Fill;
import org.caracal.backend.java.movement.StridedCopy;
import org.caracal.backend.java.parallel.ThreadPool;

/**
 * Puts the channels of one image into zeroed padded ones, whose columns are dealt out to phases as
 * {@link ConvolutionProblem#place} tells.
 */
final class ImagePadding {
  private final DType dtype;
  private final StridedCopy[] copies;

  /** The number of elements of the given and of the padded channels. */
  final int imageSize;

  final int paddedSize;

  ImagePadding(DType dtype, int channels, ConvolutionProblem problem, ThreadPool pool) {
    this.dtype = dtype;
    imageSize = channels * problem.image().size();
    paddedSize = channels * problem.laidOut().size();
    copies = new StridedCopy[problem.phases()];
    for (var phase = 0; phase < copies.length; phase++) {
      copies[phase] = copy(dtype, channels, problem, phase, pool);
    }
  }

  private static StridedCopy copy(
      DType dtype, int channels, ConvolutionProblem problem, int phase, ThreadPool pool) {
    var extents = Shape.of(channels).concat(problem.image()).toArray();
    var from = Shape.of(extents).strides();
    var to = Shape.of(channels).concat(problem.laidOut()).strides();
    var fromOffset = 0;
    var toOffset = 0;
    for (var axis = 1; axis < extents.length; axis++) {
      var low = problem.low()[axis - 1];
      var spread = problem.spread()[axis - 1];
      var last = axis == extents.length - 1;
      var step = last ? problem.phases() : 1;
      // where padding is negative the image is cut
      var cut = low >= 0 ? 0 : (-low + spread - 1) / spread;
      var first = cut + (last ? Math.floorMod(phase - low - cut * spread, step) : 0);
      var fitting = Math.floorDiv(problem.padded().extent(axis - 1) - 1 - low, spread) + 1;
      extents[axis] = Math.max(0, Math.min(extents[axis], fitting) - first + step - 1) / step;
      fromOffset += first * from[axis];
      from[axis] *= step;
      toOffset += last ? problem.place(low + first * spread) : (low + first * spread) * to[axis];
      to[axis] *= spread;
    }
    return new StridedCopy(dtype, extents, fromOffset, from, toOffset, to, pool);
  }

  /** Pads one image on the calling thread. */
  void run(Object images, int at, Object padded) {
    Fill.run(dtype, padded, paddedSize, 0);
    for (var copy : copies) {
      copy.runHere(images, at, padded, 0);
    }
  }
}
