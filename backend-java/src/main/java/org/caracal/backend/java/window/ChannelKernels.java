package org.caracal.backend.java.window;

import org.caracal.array.DType;
import org.caracal.backend.Kernel;
import org.caracal.backend.java.parallel.ThreadPool;
import org.caracal.backend.java.reduction.FloatReductions;
import org.caracal.backend.java.reduction.ReductionLoops;
import org.caracal.backend.java.reduction.Reductions;
import org.caracal.graph.Reduce;

/**
 * Makes what computes functions of windows over images whose channels stand last.
 *
 * @param loops what combines runs of channels
 * @param vectors whether the Vector API may be used
 * @param pool threads
 */
record ChannelKernels(ReductionLoops loops, boolean vectors, ThreadPool pool) {
  /** What a trial of one operation for each element can time. */
  private static final int LONG_RUN = 32;

  /** The largest elements in the windows of so many images, which take so long on one thread. */
  Kernel max(ChannelWindow window, int images, double nanos) {
    if (usesVectors(window) && VectorFourMax.fits(window)) {
      return new VectorFourMax(window, images, nanos, pool);
    }
    var maxima = runs(window, Reduce.Function.MAX);
    return new ChannelCombination(window, maxima, Double.NEGATIVE_INFINITY, images, nanos, pool);
  }

  /** The sums of the elements in the windows of so many images. */
  Kernel sum(ChannelWindow window, int images, double nanos) {
    var sums = runs(window, Reduce.Function.SUM);
    return new ChannelCombination(window, sums, 0, images, nanos, pool);
  }

  /** Adds gradients to the largest elements in windows, each of which has a place in the image. */
  GradientFunction maxGradient(ChannelWindow window) {
    if (!usesVectors(window)) {
      return new ChannelMaxGradient(window, runs(window, Reduce.Function.MAX));
    }
    return VectorFourGradient.fits(window)
        ? new VectorFourGradient(window)
        : new VectorChannelMaxGradient(window, runs(window, Reduce.Function.MAX));
  }

  /** Adds each element to all places of its window. */
  SliceFunction spread(ChannelWindow window) {
    return new ChannelSpread(window, runs(window, Reduce.Function.SUM));
  }

  private boolean usesVectors(ChannelWindow window) {
    return vectors && window.dtype == DType.FLOAT32;
  }

  /** Short runs are combined by plain loops, as a trial of vectors would have no end. */
  private Reductions runs(ChannelWindow window, Reduce.Function function) {
    return window.dtype == DType.FLOAT32 && window.channels < LONG_RUN
        ? new FloatReductions(function)
        : loops.of(function, window.dtype);
  }
}
