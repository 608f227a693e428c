package org.caracal.backend.java.window;

import java.util.List;
import java.util.function.Supplier;
import org.caracal.array.DType;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;
import org.caracal.backend.Kernel;
import org.caracal.backend.java.parallel.ThreadPool;
import org.caracal.backend.java.parallel.Trial;
import org.caracal.backend.java.reduction.ReductionLoops;
import org.caracal.graph.Reduce;
import org.caracal.graph.WindowGeometry;

/**
 * Makes kernels of functions of sliding windows: those over lines and planes combine whole rows,
 * those over images whose channels stand last, runs of channels; others go from tap to tap.
 *
 * @param loops what combines rows
 * @param vectors whether the Vector API may be used
 * @param pool threads
 */
public record WindowKernels(ReductionLoops loops, boolean vectors, ThreadPool pool) {
  private static final Trial MAXIMA = Trial.of(1);
  private static final Trial PLACES = Trial.of(2);
  private static final Trial GRADIENTS = Trial.of(3);

  /** The largest element in each window. */
  public Kernel max(WindowGeometry geometry, TensorType input, TensorType output) {
    var slices = new Slices(geometry, input.shape(), output.shape());
    if (slices.endInChannels()) {
      var window = slices.channels(input.dtype());
      return channels().max(window, slices.count(), slices.nanos());
    }
    if (slices.arePlanes()) {
      var window = slices.window();
      if (halves(slices, input)) {
        var taps = slices.taps();
        var size = slices.windowed().size();
        return kernel(
            slices,
            false,
            () ->
                new TriedSlices(
                    new VectorHalving(window)::max,
                    (x, from, to, at) -> FloatWindows.max(taps, x, from, to, at),
                    MAXIMA,
                    size));
      }
      return kernel(slices, false, () -> maxima(window, input.dtype()));
    }
    var taps = slices.taps();
    return kernel(
        slices,
        false,
        () ->
            wide(input)
                ? (x, from, to, at) -> DoubleWindows.max(taps, x, from, to, at)
                : (x, from, to, at) -> FloatWindows.max(taps, x, from, to, at));
  }

  /** The index of the first largest element in each window. */
  public Kernel argMax(WindowGeometry geometry, TensorType input, TensorType output) {
    var slices = new Slices(geometry, input.shape(), output.shape());
    return kernel(slices, false, () -> places(slices, input));
  }

  private SliceFunction places(Slices slices, TensorType input) {
    var taps = slices.taps();
    SliceFunction general =
        wide(input)
            ? (x, from, to, at) -> DoubleWindows.argMax(taps, x, from, to, at)
            : (x, from, to, at) -> FloatWindows.argMax(taps, x, from, to, at);
    if (!slices.arePlanes()) {
      return general;
    }
    var window = slices.window();
    if (halves(slices, input)) {
      var size = slices.windowed().size();
      return new TriedSlices(new VectorHalving(window)::argMax, general, PLACES, size);
    }
    return wide(input)
        ? new DoublePlaneArgMax(window, maxima(window, DType.FLOAT64), general)
        : new FloatPlaneArgMax(window, maxima(window, DType.FLOAT32), general);
  }

  private boolean halves(Slices slices, TensorType input) {
    return vectors && !wide(input) && slices.arePlanes() && slices.window().halves();
  }

  /**
   * The gradient of the largest elements, the operands' types being those of input and gradient.
   */
  public Kernel maxGradient(WindowGeometry geometry, List<TensorType> operands) {
    var input = operands.get(0);
    var slices = new Slices(geometry, input.shape(), operands.get(1).shape());
    return new WindowGradientKernel(
        gradients(slices, input),
        slices.count(),
        slices.windowed().size(),
        slices.positions().size(),
        slices.nanos(),
        pool);
  }

  private Supplier<GradientFunction> gradients(Slices slices, TensorType input) {
    if (slices.endInChannels()) {
      var window = slices.channels(input.dtype());
      if (window.fewest > 0) {
        return () -> channels().maxGradient(window);
      }
    }
    var size = slices.windowed().size();
    var positions = slices.positions().size();
    return () -> {
      var plain = new MaxGradient(places(slices, input), size, positions);
      return halves(slices, input)
          ? new TriedGradients(new VectorHalving(slices.window())::gradient, plain, GRADIENTS, size)
          : plain;
    };
  }

  private PlaneCombination maxima(PlaneWindow window, DType dtype) {
    var function = loops.of(Reduce.Function.MAX, dtype);
    return new PlaneCombination(window, dtype, function, Double.NEGATIVE_INFINITY);
  }

  /** The sum of the elements in each window. */
  public Kernel sum(WindowGeometry geometry, TensorType input, TensorType output) {
    var slices = new Slices(geometry, input.shape(), output.shape());
    if (slices.endInChannels()) {
      var window = slices.channels(input.dtype());
      return channels().sum(window, slices.count(), slices.nanos());
    }
    if (slices.arePlanes()) {
      var window = slices.window();
      var function = loops.of(Reduce.Function.SUM, input.dtype());
      return kernel(slices, false, () -> new PlaneCombination(window, input.dtype(), function, 0));
    }
    var taps = slices.taps();
    return kernel(
        slices,
        false,
        () ->
            wide(input)
                ? (x, from, to, at) -> DoubleWindows.sum(taps, x, from, to, at)
                : (x, from, to, at) -> FloatWindows.sum(taps, x, from, to, at));
  }

  /** Each element added to all places of its window. */
  public Kernel spread(WindowGeometry geometry, TensorType gradient, TensorType output) {
    var slices = new Slices(geometry, output.shape(), gradient.shape());
    if (slices.endInChannels()) {
      var window = slices.channels(gradient.dtype());
      return kernel(slices, true, () -> channels().spread(window));
    }
    if (slices.arePlanes()) {
      var window = slices.window();
      var sum = loops.of(Reduce.Function.SUM, gradient.dtype());
      return kernel(slices, true, () -> new PlaneSpread(window, gradient.dtype(), sum));
    }
    var taps = slices.taps();
    return kernel(
        slices,
        true,
        () ->
            wide(gradient)
                ? (x, from, to, at) -> DoubleWindows.spread(taps, x, from, to, at)
                : (x, from, to, at) -> FloatWindows.spread(taps, x, from, to, at));
  }

  private ChannelKernels channels() {
    return new ChannelKernels(loops, vectors, pool);
  }

  private Kernel kernel(Slices slices, boolean spreads, Supplier<SliceFunction> functions) {
    var from = spreads ? slices.positions() : slices.windowed();
    var to = spreads ? slices.windowed() : slices.positions();
    return new WindowKernel(
        functions, slices.count(), from.size(), to.size(), slices.nanos(), pool);
  }

  private static boolean wide(TensorType type) {
    return type.dtype() == DType.FLOAT64;
  }

  /** The slices over the trailing, spatial axes. */
  private record Slices(WindowGeometry geometry, Shape input, Shape output) {
    int count() {
      return input.slice(0, input.rank() - geometry.rank()).size();
    }

    Shape windowed() {
      return input.slice(input.rank() - geometry.rank(), input.rank());
    }

    Shape positions() {
      return output.slice(output.rank() - geometry.rank(), output.rank());
    }

    /** Estimated time on one thread. */
    double nanos() {
      var taps = Shape.of(geometry.window()).size();
      return 1.0 * count() * (windowed().size() + positions().size() * taps);
    }

    boolean arePlanes() {
      return geometry.rank() == 1 || geometry.rank() == 2;
    }

    boolean endInChannels() {
      return ChannelWindow.fits(geometry, windowed());
    }

    ChannelWindow channels(DType dtype) {
      return new ChannelWindow(geometry, dtype, windowed(), positions());
    }

    PlaneWindow window() {
      return new PlaneWindow(geometry, windowed(), positions());
    }

    WindowTaps taps() {
      return new WindowTaps(geometry, windowed(), positions());
    }
  }
}
