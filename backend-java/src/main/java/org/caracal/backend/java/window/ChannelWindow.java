package org.caracal.backend.java.window;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.caracal.array.DType;
import org.caracal.array.Shape;
import org.caracal.backend.java.movement.Fill;
import org.caracal.backend.java.reduction.Reductions;
import org.caracal.graph.WindowGeometry;

/**
 * A window that slides over images whose channels stand last. Under each of its taps lies a run of
 * the channels of one place, and all of them slide together: what is done at a position is done to
 * whole runs, in loops without a stride.
 */
final class ChannelWindow {
  /** With fewer channels, to begin a loop takes more time than it saves. */
  private static final int LEAST_CHANNELS = 16;

  final DType dtype;
  final int channels;

  /** The number of positions in one image. */
  final int positions;

  /** For each position where its runs start. */
  final WindowTaps taps;

  /** Whether some places lie under several windows. */
  final boolean overlaps;

  /** The smallest number of runs at a position, without those in the padding. */
  final int fewest;

  final int most;

  /** Where the runs start that lie under no window. */
  private final int[] uncovered;

  ChannelWindow(WindowGeometry geometry, DType dtype, Shape image, Shape results) {
    this.dtype = dtype;
    channels = image.extent(-1);
    positions = results.size() / channels;
    taps = new WindowTaps(geometry, image, results.with(results.rank() - 1, 1));
    var runs =
        IntStream.range(0, positions)
            .map(position -> taps.starts[position + 1] - taps.starts[position])
            .summaryStatistics();
    fewest = runs.getMin();
    most = runs.getMax();
    var windows = new int[image.size() / channels];
    for (var offset : taps.offsets) {
      windows[offset / channels]++;
    }
    overlaps = Arrays.stream(windows).anyMatch(count -> count > 1);
    uncovered =
        IntStream.range(0, windows.length)
            .filter(place -> windows[place] == 0)
            .map(place -> place * channels)
            .toArray();
  }

  /** Whether a geometry leaves the last axis of images alone. */
  static boolean fits(WindowGeometry geometry, Shape image) {
    var last = geometry.rank() - 1;
    return last > 0
        && geometry.window().get(last) == 1
        && geometry.stride().get(last) == 1
        && geometry.paddingLow().get(last) == 0
        && geometry.paddingHigh().get(last) == 0
        && image.extent(last) >= LEAST_CHANNELS;
  }

  /** Combines the runs of one position of an image. */
  void combine(
      int position, Reductions function, double identity, Object x, int from, Object to, int at) {
    Fill.run(dtype, to, at, at + channels, identity);
    var first = taps.starts[position];
    function.foldRows(to, at, x, from, taps.offsets, first, taps.starts[position + 1], channels);
  }

  /**
   * Sets to 0 what no position would: all of an image where windows overlap, or else only what lies
   * under none of them, as each position clears its own runs then.
   */
  void clear(Object image, int from) {
    if (overlaps) {
      Fill.run(dtype, image, from, from + taps.inputSize, 0);
      return;
    }
    for (var run : uncovered) {
      Fill.run(dtype, image, from + run, from + run + channels, 0);
    }
  }

  /** Sets a run under a tap to 0 if no other window has been there. */
  void clearRun(Object image, int run) {
    if (!overlaps) {
      Fill.run(dtype, image, run, run + channels, 0);
    }
  }
}
