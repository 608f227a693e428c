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

  static ReferenceKernel maxGradient(WindowGeometry geometry) {
    return (in, out) -> {
      var best = best(geometry, in[0], in[1].type().shape());
      var sums = new double[out.size()];
      for (var i = 0; i < best.length; i++) {
        sums[best[i]] += in[1].get(i);
      }
      store(sums, out);
    };
  }

  /** The indices of the first largest elements among all of the input's. */
  private static int[] best(WindowGeometry geometry, Elements in, Shape output) {
    var best = new int[output.size()];
    Arrays.fill(best, -1);
    walk(
        geometry,
        in.type().shape(),
        output,
        (input, result) -> {
          if (best[result] < 0 || in.get(input) > in.get(best[result])) {
            best[result] = input;
          }
        });
    return best;
  }

  static ReferenceKernel argMax(WindowGeometry geometry) {
    return (in, out) -> {
      var best = best(geometry, in[0], out.type().shape());
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
