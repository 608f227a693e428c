package org.caracal.backend.java.convolution;

import org.caracal.array.DType;
import org.caracal.array.Shape;
import org.caracal.backend.java.movement.Fill;
import org.caracal.backend.java.movement.StridedCopy;
import org.caracal.backend.java.parallel.ThreadPool;

/** Puts the channels of one image into zeroed padded ones. */
final class ImagePadding {
  private final DType dtype;
  private final StridedCopy copy;

  /** The number of elements of the given and of the padded channels. */
  final int imageSize;

  final int paddedSize;

  ImagePadding(DType dtype, int channels, ConvolutionProblem problem, ThreadPool pool) {
    this.dtype = dtype;
    var image = Shape.of(channels).concat(problem.image());
    var padded = Shape.of(channels).concat(problem.padded());
    imageSize = image.size();
    paddedSize = padded.size();
    var extents = image.toArray();
    var from = image.strides();
    var to = padded.strides();
    var fromOffset = 0;
    var toOffset = 0;
    for (var axis = 1; axis < extents.length; axis++) {
      var low = problem.low()[axis - 1];
      var spread = problem.spread()[axis - 1];
      // where padding is negative the image is cut
      var first = low >= 0 ? 0 : (-low + spread - 1) / spread;
      var fitting = Math.floorDiv(padded.extent(axis) - 1 - low, spread) + 1;
      extents[axis] = Math.max(0, Math.min(extents[axis], fitting) - first);
      fromOffset += first * from[axis];
      toOffset += (low + first * spread) * to[axis];
      to[axis] *= spread;
    }
    copy = new StridedCopy(dtype, extents, fromOffset, from, toOffset, to, pool);
  }

  /** Pads one image on the calling thread. */
  void run(Object images, int at, Object padded) {
    Fill.run(dtype, padded, paddedSize, 0);
    copy.runHere(images, at, padded, 0);
  }
}
