package org.caracal.backend.java.window;

import org.caracal.backend.java.reduction.Reductions;

/**
 * Adds each run of channels to all places of its window, position after position.
 *
 * @param window over images whose channels stand last
 * @param sum adds runs
 */
record ChannelSpread(ChannelWindow window, Reductions sum) implements SliceFunction {
  @Override
  public void run(Object gradient, int from, Object result, int to) {
    window.clear(result, to);
    var taps = window.taps;
    for (var position = 0; position < window.positions; position++) {
      var at = from + position * window.channels;
      for (var tap = taps.starts[position]; tap < taps.starts[position + 1]; tap++) {
        var run = to + taps.offsets[tap];
        window.clearRun(result, run);
        sum.fold(result, run, gradient, at, window.channels);
      }
    }
  }
}
