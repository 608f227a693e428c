package org.caracal.backend.java.window;

import org.caracal.backend.java.reduction.Reductions;

/**
 * Adds gradients to the places of the largest elements of their windows, in images whose channels
 * stand last. At each position the runs of its window are offered the gradients one after the
 * other: an element as large as the largest takes its gradient and leaves 0 to those after it. One
 * thread's.
 */
class ChannelMaxGradient implements GradientFunction {
  final ChannelWindow window;
  private final Reductions maxima;
  private final Object largest;
  private final Object left;

  /** The gradient of maxima; each window has a place in the image. */
  ChannelMaxGradient(ChannelWindow window, Reductions maxima) {
    this.window = window;
    this.maxima = maxima;
    largest = window.dtype.newArray(window.channels);
    left = window.dtype.newArray(window.channels);
  }

  @Override
  public final void run(Object x, int from, Object gradient, int at, Object result) {
    window.clear(result, from);
    for (var position = 0; position < window.positions; position++) {
      give(position, x, from, gradient, at + position * window.channels, result);
    }
  }

  /** Gives away the gradients of one position. */
  void give(int position, Object x, int from, Object gradient, int at, Object result) {
    window.combine(position, maxima, Double.NEGATIVE_INFINITY, x, from, largest, 0);
    System.arraycopy(gradient, at, left, 0, window.channels);
    var taps = window.taps;
    for (var tap = taps.starts[position]; tap < taps.starts[position + 1]; tap++) {
      var run = from + taps.offsets[tap];
      window.clearRun(result, run);
      if (x instanceof float[] floats) {
        give(floats, run, (float[]) largest, (float[]) left, (float[]) result, 0);
      } else {
        give((double[]) x, run, (double[]) largest, (double[]) left, (double[]) result);
      }
    }
  }

  /**
   * Gives what is left of the gradients to the elements of a run, from one channel on. Whether an
   * element is the largest is no branch, as it would be hard to predict; adding zero makes both
   * zeros equal.
   */
  void give(float[] x, int run, float[] largest, float[] left, float[] result, int first) {
    for (var i = first; i < window.channels; i++) {
      var difference =
          Float.floatToIntBits(x[run + i] + 0f) ^ Float.floatToIntBits(largest[i] + 0f);
      var smaller = (difference | -difference) >> 31;
      var gradient = Float.floatToRawIntBits(left[i]);
      result[run + i] += Float.intBitsToFloat(gradient & ~smaller);
      left[i] = Float.intBitsToFloat(gradient & smaller);
    }
  }

  private void give(double[] x, int run, double[] largest, double[] left, double[] result) {
    for (var i = 0; i < window.channels; i++) {
      var difference =
          Double.doubleToLongBits(x[run + i] + 0d) ^ Double.doubleToLongBits(largest[i] + 0d);
      var smaller = (difference | -difference) >> 63;
      var gradient = Double.doubleToRawLongBits(left[i]);
      result[run + i] += Double.longBitsToDouble(gradient & ~smaller);
      left[i] = Double.longBitsToDouble(gradient & smaller);
    }
  }
}
