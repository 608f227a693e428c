package org.caracal.backend.java.window;

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
 * others go from tap to tap.
 *
 * @param loops what combines rows
 * @param vectors whether the Vector API may be used
 * @param pool threads
 */
public record WindowKernels(ReductionLoops loops, boolean vectors, ThreadPool pool) {
  private static final Trial MAXIMA = Trial.of(1);
  private static final Trial PLACES = Trial.of(2);

  /** The largest element in each window. */
  public Kernel max(WindowGeometry geometry, TensorType input, TensorType output) {
    var slices = new Slices(geometry, input.shape(), output.shape());
    if (slices.arePlanes()) {
      var window = slices.window();
      if (vectors && !wide(input) && window.halves()) {
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
    var taps = slices.taps();
    SliceFunction general =
        wide(input)
            ? (x, from, to, at) -> DoubleWindows.argMax(taps, x, from, to, at)
            : (x, from, to, at) -> FloatWindows.argMax(taps, x, from, to, at);
    if (!slices.arePlanes()) {
      return kernel(slices, false, () -> general);
    }
    var window = slices.window();
    if (vectors && !wide(input) && window.halves()) {
      var size = slices.windowed().size();
      return kernel(
          slices,
          false,
          () -> new TriedSlices(new VectorHalving(window)::argMax, general, PLACES, size));
    }
    return kernel(
        slices,
        false,
        () ->
            wide(input)
                ? new DoublePlaneArgMax(window, maxima(window, DType.FLOAT64), general)
                : new FloatPlaneArgMax(window, maxima(window, DType.FLOAT32), general));
  }

  private PlaneCombination maxima(PlaneWindow window, DType dtype) {
    var function = loops.of(Reduce.Function.MAX, dtype);
    return new PlaneCombination(window, dtype, function, Double.NEGATIVE_INFINITY);
  }

  /** The sum of the elements in each window. */
  public Kernel sum(WindowGeometry geometry, TensorType input, TensorType output) {
    var slices = new Slices(geometry, input.shape(), output.shape());
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

  private Kernel kernel(Slices slices, boolean spreads, Supplier<SliceFunction> functions) {
    var from = spreads ? slices.positions() : slices.windowed();
    var to = spreads ? slices.windowed() : slices.positions();
    var taps = Shape.of(slices.geometry().window()).size();
    var nanos =
        1.0 * slices.count() * (slices.windowed().size() + slices.positions().size() * taps);
    return new WindowKernel(functions, slices.count(), from.size(), to.size(), nanos, pool);
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

    boolean arePlanes() {
      return geometry.rank() == 1 || geometry.rank() == 2;
    }

    PlaneWindow window() {
      return new PlaneWindow(geometry, windowed(), positions());
    }

    WindowTaps taps() {
      return new WindowTaps(geometry, windowed(), positions());
    }
  }
}
