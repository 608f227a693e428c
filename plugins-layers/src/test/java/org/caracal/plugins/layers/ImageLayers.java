package org.caracal.plugins.layers;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.caracal.array.DType;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;
import org.caracal.core.contract.LayerCase;
import org.caracal.plugin.PluginSpec;

/** Cases of convolutions and poolings, against seven loops. */
final class ImageLayers {
  private ImageLayers() {}

  /**
   * A window that slides over images.
   *
   * @param channels channels of the input
   * @param height of the input
   * @param width of the input
   * @param kernel extents of the window
   * @param stride its steps
   * @param dilation distances of its taps
   * @param same whether the input is padded
   */
  private record Sliding(
      int channels,
      int height,
      int width,
      List<Integer> kernel,
      List<Integer> stride,
      List<Integer> dilation,
      boolean same) {
    int extent(int axis) {
      return axis == 0 ? height : width;
    }

    int reach(int axis) {
      return dilation.get(axis) * (kernel.get(axis) - 1) + 1;
    }

    int output(int axis) {
      return same
          ? (extent(axis) + stride.get(axis) - 1) / stride.get(axis)
          : (extent(axis) - reach(axis)) / stride.get(axis) + 1;
    }

    int before(int axis) {
      var missing = (output(axis) - 1) * stride.get(axis) + reach(axis) - extent(axis);
      return same ? Math.max(0, missing) / 2 : 0;
    }

    /** The index of a pixel of a channel, or -1 if the tap is beyond the border. */
    int index(int channel, int y, int x, int tapY, int tapX) {
      var row = y * stride.get(0) + tapY * dilation.get(0) - before(0);
      var column = x * stride.get(1) + tapX * dilation.get(1) - before(1);
      return row < 0 || row >= height || column < 0 || column >= width
          ? -1
          : (channel * height + row) * width + column;
    }

    Shape input() {
      return Shape.of(channels, height, width);
    }

    Shape shape(int outputs) {
      return Shape.of(outputs, output(0), output(1));
    }

    Map<String, Object> options(String window) {
      var options = new HashMap<String, Object>();
      options.put(window, kernel);
      options.put("stride", stride);
      options.put("padding", same ? "same" : "valid");
      return options;
    }
  }

  static List<LayerCase> cases() {
    var one = List.of(1, 1);
    var cases = new ArrayList<LayerCase>();
    cases.add(convolution(new Sliding(2, 4, 5, List.of(3, 2), one, one, false), 3, 1, true));
    cases.add(convolution(new Sliding(2, 4, 5, List.of(3, 2), one, one, true), 2, 1, false));
    cases.add(
        convolution(new Sliding(1, 7, 6, List.of(3, 3), List.of(2, 3), one, true), 2, 1, true));
    cases.add(
        convolution(
            new Sliding(4, 6, 5, List.of(2, 2), List.of(1, 2), List.of(3, 2), true), 4, 2, true));
    cases.add(convolution(new Sliding(3, 2, 2, one, one, one, false), 3, 3, true));
    cases.add(refusals());
    for (var same : List.of(false, true)) {
      for (var name : List.of("max-pool2d", "avg-pool2d")) {
        cases.add(pool(name, new Sliding(2, 5, 4, List.of(2, 2), List.of(2, 2), one, same)));
        cases.add(pool(name, new Sliding(1, 5, 6, List.of(3, 2), List.of(1, 3), one, same)));
      }
    }
    cases.add(
        LayerCase.of(PluginSpec.of("max-pool2d"), Shape.of(1, 4, 4), Shape.of(1, 2, 2))
            .refuses(Map.of("window", 0), "window")
            .refuses(Map.of("window", 5), "window")
            .refuses(Map.of("window", List.of(1, 2, 3)), "window")
            .refuses(Map.of("padding", "wide"), "padding")
            .refuses(TensorType.float32(4, 4)));
    return cases;
  }

  private static LayerCase refusals() {
    return LayerCase.of(
            PluginSpec.of("conv2d", Map.of("filters", 2, "kernel", 3)),
            Shape.of(2, 4, 4),
            Shape.of(2, 2, 2))
        .parameter("kernel", 2, 2, 3, 3)
        .parameter("bias", 2)
        .refuses(Map.of("filters", 0), "filters")
        .refuses(Map.of("kernel", List.of(1, 2, 3)), "kernel")
        .refuses(Map.of("kernel", 5), "layer")
        .refuses(Map.of("stride", 0), "stride")
        .refuses(Map.of("groups", 3), "groups")
        .refuses(Map.of("padding", "wide"), "padding")
        .refuses(TensorType.float32(4, 4))
        .refuses(new TensorType(DType.INT32, Shape.of(2, 4, 4)));
  }

  private static LayerCase convolution(Sliding window, int filters, int groups, boolean bias) {
    var options = window.options("kernel");
    options.put("filters", filters);
    options.put("groups", groups);
    options.put("bias", bias);
    options.put("dilation", window.dilation());
    var depth = window.channels() / groups;
    var test =
        LayerCase.of(PluginSpec.of("conv2d", options), window.input(), window.shape(filters))
            .parameter("kernel", filters, depth, window.kernel().get(0), window.kernel().get(1))
            .computes(
                (inputs, variables) -> convolve(window, filters, depth, inputs.get(0), variables));
    return bias ? test.parameter("bias", filters) : test;
  }

  private static double[] convolve(
      Sliding window, int filters, int depth, double[] input, Map<String, double[]> variables) {
    var result = new double[window.shape(filters).size()];
    var kernel = variables.get("kernel");
    var perGroup = filters * depth / window.channels();
    var next = 0;
    for (var filter = 0; filter < filters; filter++) {
      for (var y = 0; y < window.output(0); y++) {
        for (var x = 0; x < window.output(1); x++) {
          var sum = variables.containsKey("bias") ? variables.get("bias")[filter] : 0;
          var tap = filter * depth * window.kernel().get(0) * window.kernel().get(1);
          for (var c = 0; c < depth; c++) {
            for (var i = 0; i < window.kernel().get(0); i++) {
              for (var j = 0; j < window.kernel().get(1); j++, tap++) {
                var at = window.index(filter / perGroup * depth + c, y, x, i, j);
                sum += at < 0 ? 0 : kernel[tap] * input[at];
              }
            }
          }
          result[next++] = sum;
        }
      }
    }
    return result;
  }

  private static LayerCase pool(String name, Sliding window) {
    return LayerCase.of(
            PluginSpec.of(name, window.options("window")),
            window.input(),
            window.shape(window.channels()))
        .computes(
            (inputs, variables) -> {
              var result = new double[window.shape(window.channels()).size()];
              var next = 0;
              for (var channel = 0; channel < window.channels(); channel++) {
                for (var y = 0; y < window.output(0); y++) {
                  for (var x = 0; x < window.output(1); x++) {
                    result[next++] = pool(name, window, inputs.get(0), channel, y, x);
                  }
                }
              }
              return result;
            });
  }

  private static double pool(
      String name, Sliding window, double[] input, int channel, int y, int x) {
    var largest = Double.NEGATIVE_INFINITY;
    var sum = 0.0;
    var count = 0;
    for (var i = 0; i < window.kernel().get(0); i++) {
      for (var j = 0; j < window.kernel().get(1); j++) {
        var at = window.index(channel, y, x, i, j);
        if (at >= 0) {
          largest = Math.max(largest, input[at]);
          sum += input[at];
          count++;
        }
      }
    }
    return name.startsWith("max") ? largest : sum / count;
  }
}
