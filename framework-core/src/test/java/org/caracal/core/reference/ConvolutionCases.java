package org.caracal.core.reference;

import static org.caracal.core.reference.OperationCase.signed;
import static org.caracal.core.reference.OperationCase.unary;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.caracal.array.DType;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;
import org.caracal.graph.ChannelsLast;
import org.caracal.graph.Convolution;
import org.caracal.graph.ConvolutionGeometry;
import org.caracal.graph.ConvolutionInputGradient;
import org.caracal.graph.ConvolutionKernelGradient;
import org.caracal.graph.Tensor;
import org.caracal.graph.WindowArgMax;
import org.caracal.graph.WindowGeometry;
import org.caracal.graph.WindowMax;
import org.caracal.graph.WindowMaxGradient;
import org.caracal.graph.WindowSum;
import org.caracal.graph.WindowSumGradient;

/** Cases for convolutions and sliding windows in one to three dimensions. */
final class ConvolutionCases {
  private final List<OperationCase> cases = new ArrayList<>();

  private ConvolutionCases() {}

  static List<OperationCase> all() {
    var all = new ConvolutionCases();
    all.convolution("1d", geometry(1, 1, 0, 0, 1, 1), new int[] {2, 3, 7}, new int[] {4, 3, 3});
    all.convolution(
        "1d dilated", geometry(1, 1, 2, 1, 2, 1), new int[] {2, 3, 7}, new int[] {4, 3, 3});
    all.convolution(
        "2d 3x3 same", geometry(2, 1, 1, 1, 1, 1), new int[] {2, 3, 6, 5}, new int[] {4, 3, 3, 3});
    all.convolution(
        "2d 3x3 many",
        geometry(2, 1, 1, 1, 1, 1),
        new int[] {1, 18, 4, 5},
        new int[] {17, 18, 3, 3});
    all.channelsLast(
        "2d 3x3 channels last",
        geometry(2, 1, 1, 1, 1, 1),
        new int[] {1, 18, 4, 5},
        new int[] {17, 18, 3, 3});
    all.channelsLast(
        "2d stride 2 channels last",
        geometry(2, 2, 1, 0, 1, 1),
        new int[] {2, 3, 8, 7},
        new int[] {4, 3, 3, 3});
    all.channelsLast(
        "3d channels last",
        geometry(3, 2, 1, 1, 1, 1),
        new int[] {1, 2, 4, 5, 4},
        new int[] {3, 2, 3, 2, 3});
    all.convolution(
        "2d 5x5 same", geometry(2, 1, 2, 2, 1, 1), new int[] {2, 1, 9, 9}, new int[] {5, 1, 5, 5});
    all.convolution(
        "2d 1x1", geometry(2, 1, 0, 0, 1, 1), new int[] {2, 3, 4, 5}, new int[] {6, 3, 1, 1});
    all.convolution(
        "2d stride 2", geometry(2, 2, 1, 0, 1, 1), new int[] {2, 3, 8, 7}, new int[] {4, 3, 3, 3});
    all.convolution(
        "2d stride 3 of 2",
        geometry(2, 3, 0, 1, 1, 1),
        new int[] {1, 2, 8, 8},
        new int[] {3, 2, 2, 2});
    all.convolution(
        "2d groups", geometry(2, 1, 1, 1, 1, 2), new int[] {2, 4, 5, 5}, new int[] {6, 2, 3, 3});
    all.convolution(
        "2d depthwise", geometry(2, 1, 1, 1, 1, 4), new int[] {2, 4, 5, 5}, new int[] {4, 1, 3, 3});
    all.convolution(
        "2d dilated", geometry(2, 1, 2, 2, 2, 1), new int[] {1, 2, 7, 7}, new int[] {3, 2, 3, 3});
    all.convolution(
        "3d", geometry(3, 2, 1, 1, 1, 1), new int[] {1, 2, 4, 5, 4}, new int[] {3, 2, 3, 2, 3});
    all.window("1d", window(1, 3, 1, 0, 0, 1), 2, 3, 8);
    all.window("2d", window(2, 2, 2, 0, 0, 1), 2, 3, 6, 8);
    all.window("2d remainder", window(2, 2, 2, 0, 0, 1), 2, 3, 5, 7);
    all.window("2d overlapping", window(2, 3, 2, 1, 1, 1), 2, 3, 7, 6);
    all.window("2d dilated", window(2, 2, 1, 0, 1, 2), 1, 2, 6, 6);
    all.window("2d all", window(2, 5, 5, 0, 0, 1), 2, 3, 5, 5);
    all.window("3d", window(3, 2, 2, 1, 1, 1), 1, 2, 4, 4, 5);
    return all.cases;
  }

  private static ConvolutionGeometry geometry(
      int rank, int stride, int low, int high, int dilation, int groups) {
    return new ConvolutionGeometry(
        Collections.nCopies(rank, stride),
        Collections.nCopies(rank, low),
        Collections.nCopies(rank, high),
        Collections.nCopies(rank, dilation),
        groups);
  }

  private static WindowGeometry window(
      int rank, int window, int stride, int low, int high, int dilation) {
    var sliding = geometry(rank, stride, low, high, dilation, 1);
    return new WindowGeometry(
        Collections.nCopies(rank, window),
        sliding.stride(),
        sliding.paddingLow(),
        sliding.paddingHigh(),
        sliding.dilation());
  }

  private void convolution(String name, ConvolutionGeometry geometry, int[] input, int[] kernel) {
    var convolution = new Convolution(geometry);
    var output = convolution.infer(List.of(float64(input), float64(kernel))).shape();
    cases.add(
        new OperationCase(
            "convolution " + name,
            List.of(signed(input), signed(kernel)),
            x -> Tensor.of(convolution, x)));
    var byInput = new ConvolutionInputGradient(geometry, Shape.of(input));
    cases.add(
        new OperationCase(
            "convolution input gradient " + name,
            List.of(signed(output.toArray()), signed(kernel)),
            x -> Tensor.of(byInput, x)));
    var byKernel = new ConvolutionKernelGradient(geometry, Shape.of(kernel));
    cases.add(
        new OperationCase(
            "convolution kernel gradient " + name,
            List.of(signed(input), signed(output.toArray())),
            x -> Tensor.of(byKernel, x)));
  }

  private void channelsLast(String name, ConvolutionGeometry geometry, int[] input, int[] kernel) {
    var images = float64(input);
    var convolution = new ChannelsLast(new Convolution(geometry));
    var byInput = new ChannelsLast(new ConvolutionInputGradient(geometry, images.shape()));
    var byKernel = new ChannelsLast(new ConvolutionKernelGradient(geometry, Shape.of(kernel)));
    var x = ChannelsLast.toLast(input.length).infer(List.of(images));
    var y = convolution.infer(List.of(x, float64(kernel)));
    channelsLast("convolution " + name, convolution, x.shape(), Shape.of(kernel));
    channelsLast("convolution input gradient " + name, byInput, y.shape(), Shape.of(kernel));
    channelsLast("convolution kernel gradient " + name, byKernel, x.shape(), y.shape());
  }

  private void channelsLast(String name, ChannelsLast operation, Shape a, Shape b) {
    cases.add(
        new OperationCase(
            name, List.of(signed(a.toArray()), signed(b.toArray())), x -> Tensor.of(operation, x)));
  }

  private void window(String name, WindowGeometry geometry, int... input) {
    var output = new WindowSum(geometry).infer(List.of(float64(input))).shape();
    cases.add(
        unary("window max " + name, signed(input), x -> Tensor.of(new WindowMax(geometry), x)));
    cases.add(
        new OperationCase(
            "window max gradient " + name,
            List.of(signed(input), signed(output.toArray())),
            x -> Tensor.of(new WindowMaxGradient(geometry), x)));
    cases.add(
        unary(
            "window arg max " + name,
            signed(input),
            x -> Tensor.of(new WindowArgMax(geometry), x)));
    cases.add(
        unary("window sum " + name, signed(input), x -> Tensor.of(new WindowSum(geometry), x)));
    var gradient = new WindowSumGradient(geometry, Shape.of(input));
    cases.add(
        unary(
            "window sum gradient " + name, signed(output.toArray()), x -> Tensor.of(gradient, x)));
  }

  private static TensorType float64(int[] extents) {
    return new TensorType(DType.FLOAT64, Shape.of(extents));
  }
}
