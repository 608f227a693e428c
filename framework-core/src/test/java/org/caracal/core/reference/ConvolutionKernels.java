package org.caracal.core.reference;

import org.caracal.array.Shape;
import org.caracal.graph.ConvolutionGeometry;

/**
 * The convolution and its two adjoints: one walk over all triples (input, kernel, output) that
 * belong together.
 */
final class ConvolutionKernels {
  private ConvolutionKernels() {}

  static ReferenceKernel convolution(ConvolutionGeometry geometry) {
    return (in, out) -> {
      var sums = new double[out.size()];
      walk(
          geometry,
          in[0].type().shape(),
          in[1].type().shape(),
          out.type().shape(),
          (input, kernel, output) -> sums[output] += in[0].get(input) * in[1].get(kernel));
      store(sums, out);
    };
  }

  static ReferenceKernel inputGradient(ConvolutionGeometry geometry) {
    return (in, out) -> {
      var sums = new double[out.size()];
      walk(
          geometry,
          out.type().shape(),
          in[1].type().shape(),
          in[0].type().shape(),
          (input, kernel, output) -> sums[input] += in[0].get(output) * in[1].get(kernel));
      store(sums, out);
    };
  }

  static ReferenceKernel kernelGradient(ConvolutionGeometry geometry) {
    return (in, out) -> {
      var sums = new double[out.size()];
      walk(
          geometry,
          in[0].type().shape(),
          out.type().shape(),
          in[1].type().shape(),
          (input, kernel, output) -> sums[kernel] += in[0].get(input) * in[1].get(output));
      store(sums, out);
    };
  }

  private interface Triple {
    void accept(int input, int kernel, int output);
  }

  private static void walk(
      ConvolutionGeometry geometry, Shape input, Shape kernel, Shape output, Triple action) {
    var taps = kernel.slice(1, kernel.rank());
    for (var o = 0; o < output.size(); o++) {
      var channel = Indices.coordinate(output, o, 1);
      var group = channel / (output.extent(1) / geometry.groups());
      for (var t = 0; t < taps.size(); t++) {
        var inputChannel = group * kernel.extent(1) + Indices.coordinate(taps, t, 0);
        var at = Indices.coordinate(output, o, 0) * input.extent(1) + inputChannel;
        for (var axis = 0; axis < geometry.rank() && at >= 0; axis++) {
          var place =
              Indices.coordinate(output, o, axis + 2) * geometry.stride().get(axis)
                  + Indices.coordinate(taps, t, axis + 1) * geometry.dilation().get(axis)
                  - geometry.paddingLow().get(axis);
          at =
              place < 0 || place >= input.extent(axis + 2)
                  ? -1
                  : at * input.extent(axis + 2) + place;
        }
        if (at >= 0) {
          action.accept(at, channel * taps.size() + t, o);
        }
      }
    }
  }

  private static void store(double[] sums, Elements out) {
    for (var i = 0; i < sums.length; i++) {
      out.set(i, sums[i]);
    }
  }
}
