package org.caracal.backend.java.window;

import java.util.function.Supplier;
import org.caracal.backend.Buffer;
import org.caracal.backend.HeapBuffer;
import org.caracal.backend.Kernel;
import org.caracal.backend.java.parallel.Partition;
import org.caracal.backend.java.parallel.PerThread;
import org.caracal.backend.java.parallel.ThreadPool;

/** The gradient of a window function by its input, slice by slice, which threads share. */
final class WindowGradientKernel implements Kernel {
  private final PerThread<GradientFunction> functions;
  private final Partition slices;
  private final int inputSize;
  private final int gradientSize;
  private final ThreadPool pool;
  private final ThreadPool.Task task = this::chunk;

  private Object x = new Object();
  private Object gradient = new Object();
  private Object result = new Object();

  /** Makes a function for each thread. */
  WindowGradientKernel(
      Supplier<GradientFunction> function,
      int count,
      int inputSize,
      int gradientSize,
      double nanos,
      ThreadPool pool) {
    this.functions = new PerThread<>(pool.threads(), worker -> function.get());
    this.inputSize = inputSize;
    this.gradientSize = gradientSize;
    this.pool = pool;
    this.slices = Partition.of(pool, count, nanos);
  }

  @Override
  public void run(Buffer[] inputs, Buffer[] outputs) {
    x = ((HeapBuffer) inputs[0]).array();
    gradient = ((HeapBuffer) inputs[1]).array();
    result = ((HeapBuffer) outputs[0]).array();
    pool.run(slices.chunks(), task);
  }

  private void chunk(int chunk, int worker) {
    for (var slice = slices.start(chunk); slice < slices.end(chunk); slice++) {
      functions.get(worker).run(x, slice * inputSize, gradient, slice * gradientSize, result);
    }
  }
}
