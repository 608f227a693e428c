package org.caracal.core.reference;

import java.util.Arrays;
import org.caracal.array.Shape;
import org.caracal.graph.WindowGeometry;

/** Sliding windows. */
final class WindowKernels {
  private WindowKernels() {}

  static ReferenceKernel max(WindowGeometry geometry) {
    return (in, out) -> {
      var best = new double[out.size()];
      Arrays.fill(best, Double.NEGATIVE_INFINITY);
      walk(
          geometry,
          in[0].type().shape(),
          out.type().shape(),
          (input, output) -> best[output] = Math.max(best[output], in[0].get(input)));
      store(best, out);
    };
  }

  static ReferenceKernel argMax(WindowGeometry geometry) {
    return (in, out) -> {
      var best = new double[out.size()];
      Arrays.fill(best, -1);
      walk(
          geometry,
          in[0].type().shape(),
          out.type().shape(),
          (input, output) -> {
            if (best[output] < 0 || in[0].get(input) > in[0].get((int) best[output])) {
              best[output] = input;
            }
          });
      var shape = in[0].type().shape();
      var plane = shape.slice(shape.rank() - geometry.rank(), shape.rank()).size();
      for (var i = 0; i < best.length; i++) {
        out.set(i, best[i] % plane);
      }
    };
  }

  static ReferenceKernel sum(WindowGeometry geometry) {
    return (in, out) -> {
      var sums = new double[out.size()];
      walk(
          geometry,
          in[0].type().shape(),
          out.type().shape(),
          (input, output) -> sums[output] += in[0].get(input));
      store(sums, out);
    };
  }

  static ReferenceKernel sumGradient(WindowGeometry geometry) {
    return (in, out) -> {
      var sums = new double[out.size()];
      walk(
          geometry,
          out.type().shape(),
          in[0].type().shape(),
          (input, output) -> sums[input] += in[0].get(output));
      store(sums, out);
    };
  }

  private interface Pair {
    void accept(int input, int output);
  }

  /** Calls for every element of every window, windows and elements in row-major order. */
  private static void walk(WindowGeometry geometry, Shape input, Shape output, Pair action) {
    var leading = input.rank() - geometry.rank();
    var taps = Shape.of(geometry.window());
    for (var o = 0; o < output.size(); o++) {
      for (var t = 0; t < taps.size(); t++) {
        var at = o / output.slice(leading, output.rank()).size();
        for (var axis = 0; axis < geometry.rank() && at >= 0; axis++) {
          var place =
              Indices.coordinate(output, o, leading + axis) * geometry.stride().get(axis)
                  + Indices.coordinate(taps, t, axis) * geometry.dilation().get(axis)
                  - geometry.paddingLow().get(axis);
          at =
              place < 0 || place >= input.extent(leading + axis)
                  ? -1
                  : at * input.extent(leading + axis) + place;
        }
        if (at >= 0) {
          action.accept(at, o);
        }
      }
    }
  }

  private static void store(double[] values, Elements out) {
    for (var i = 0; i < values.length; i++) {
      out.set(i, values[i]);
    }
  }
}
