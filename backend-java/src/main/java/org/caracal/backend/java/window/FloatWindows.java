package org.caracal.backend.java.window;

/** Window functions of one slice of {@code float32}. */
final class FloatWindows {
  private FloatWindows() {}

  static void max(WindowTaps taps, Object x, int from, Object result, int to) {
    var elements = (float[]) x;
    var results = (float[]) result;
    for (var p = 0; p < taps.starts.length - 1; p++) {
      var max = Float.NEGATIVE_INFINITY;
      for (var t = taps.starts[p]; t < taps.starts[p + 1]; t++) {
        max = Math.max(max, elements[from + taps.offsets[t]]);
      }
      results[to + p] = max;
    }
  }

  static void argMax(WindowTaps taps, Object x, int from, Object result, int to) {
    var elements = (float[]) x;
    var results = (int[]) result;
    for (var p = 0; p < taps.starts.length - 1; p++) {
      var max = Float.NEGATIVE_INFINITY;
      var best = -1;
      for (var t = taps.starts[p]; t < taps.starts[p + 1]; t++) {
        var value = elements[from + taps.offsets[t]];
        if (best < 0 || value > max || Float.isNaN(value) && !Float.isNaN(max)) {
          max = value;
          best = taps.offsets[t];
        }
      }
      results[to + p] = Math.max(0, best);
    }
  }

  static void sum(WindowTaps taps, Object x, int from, Object result, int to) {
    var elements = (float[]) x;
    var results = (float[]) result;
    for (var p = 0; p < taps.starts.length - 1; p++) {
      var sum = 0f;
      for (var t = taps.starts[p]; t < taps.starts[p + 1]; t++) {
        sum += elements[from + taps.offsets[t]];
      }
      results[to + p] = sum;
    }
  }

  static void spread(WindowTaps taps, Object gradient, int from, Object result, int to) {
    var gradients = (float[]) gradient;
    var results = (float[]) result;
    java.util.Arrays.fill(results, to, to + taps.inputSize, 0);
    for (var p = 0; p < taps.starts.length - 1; p++) {
      for (var t = taps.starts[p]; t < taps.starts[p + 1]; t++) {
        results[to + taps.offsets[t]] += gradients[from + p];
      }
    }
  }
}
