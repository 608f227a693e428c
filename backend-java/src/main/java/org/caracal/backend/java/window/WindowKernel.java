package org.caracal.backend.java.window;

import org.caracal.array.DType;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;
import org.caracal.backend.Buffer;
import org.caracal.backend.HeapBuffer;
import org.caracal.backend.Kernel;
import org.caracal.backend.java.parallel.Partition;
import org.caracal.backend.java.parallel.ThreadPool;
import org.caracal.graph.WindowGeometry;

/**
 * Applies a window function to each slice over the trailing spatial axes; threads share the slices.
 */
public final class WindowKernel implements Kernel {
  private interface Function {
    void run(WindowTaps taps, Object x, int from, Object result, int to);
  }

  private final Function function;
  private final WindowTaps taps;
  private final Partition slices;
  private final int inputSize;
  private final int outputSize;
  private final ThreadPool pool;
  private final ThreadPool.Task task = this::chunk;

  private Object x = new Object();
  private Object result = new Object();

  private WindowKernel(
      Function function,
      WindowGeometry geometry,
      Shape windowed,
      Shape positions,
      boolean spreads,
      ThreadPool pool) {
    var leading = windowed.rank() - geometry.rank();
    this.function = function;
    this.taps =
        new WindowTaps(
            geometry,
            windowed.slice(leading, windowed.rank()),
            positions.slice(leading, positions.rank()));
    var windowedSize = taps.inputSize;
    var positionCount = taps.starts.length - 1;
    this.inputSize = spreads ? positionCount : windowedSize;
    this.outputSize = spreads ? windowedSize : positionCount;
    this.pool = pool;
    var count = windowed.slice(0, leading).size();
    this.slices = Partition.of(pool, count, count * (taps.offsets.length + positionCount) * 1.0);
  }

  /** The largest element in each window. */
  public static Kernel max(
      WindowGeometry geometry, TensorType input, TensorType output, ThreadPool pool) {
    return of(geometry, input, output, pool, wide(input) ? DoubleWindows::max : FloatWindows::max);
  }

  /** The index of the first largest element in each window. */
  public static Kernel argMax(
      WindowGeometry geometry, TensorType input, TensorType output, ThreadPool pool) {
    return of(
        geometry, input, output, pool, wide(input) ? DoubleWindows::argMax : FloatWindows::argMax);
  }

  /** The sum of the elements in each window. */
  public static Kernel sum(
      WindowGeometry geometry, TensorType input, TensorType output, ThreadPool pool) {
    return of(geometry, input, output, pool, wide(input) ? DoubleWindows::sum : FloatWindows::sum);
  }

  /** Each element added to all places of its window. */
  public static Kernel spread(
      WindowGeometry geometry, TensorType gradient, TensorType output, ThreadPool pool) {
    Function function = wide(gradient) ? DoubleWindows::spread : FloatWindows::spread;
    return new WindowKernel(function, geometry, output.shape(), gradient.shape(), true, pool);
  }

  private static boolean wide(TensorType type) {
    return type.dtype() == DType.FLOAT64;
  }

  private static Kernel of(
      WindowGeometry geometry,
      TensorType input,
      TensorType output,
      ThreadPool pool,
      Function function) {
    return new WindowKernel(function, geometry, input.shape(), output.shape(), false, pool);
  }

  @Override
  public void run(Buffer[] inputs, Buffer[] outputs) {
    x = ((HeapBuffer) inputs[0]).array();
    result = ((HeapBuffer) outputs[0]).array();
    pool.run(slices.chunks(), task);
  }

  private void chunk(int chunk, int worker) {
    for (var slice = slices.start(chunk); slice < slices.end(chunk); slice++) {
      function.run(taps, x, slice * inputSize, result, slice * outputSize);
    }
  }
}
