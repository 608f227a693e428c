package org.caracal.backend.java.window;

import java.util.function.Supplier;
import org.caracal.backend.Buffer;
import org.caracal.backend.HeapBuffer;
import org.caracal.backend.Kernel;
import org.caracal.backend.java.parallel.Partition;
import org.caracal.backend.java.parallel.PerThread;
import org.caracal.backend.java.parallel.ThreadPool;

/**
 * Applies a window function to each slice over the trailing spatial axes; threads share the slices.
 */
final class WindowKernel implements Kernel {
  private final PerThread<SliceFunction> functions;
  private final Partition slices;
  private final int inputSize;
  private final int outputSize;
  private final ThreadPool pool;
  private final ThreadPool.Task task = this::chunk;

  private Object x = new Object();
  private Object result = new Object();

  /** Makes a function for each thread. */
  WindowKernel(
      Supplier<SliceFunction> function,
      int count,
      int inputSize,
      int outputSize,
      double nanos,
      ThreadPool pool) {
    this.functions = new PerThread<>(pool.threads(), worker -> function.get());
    this.inputSize = inputSize;
    this.outputSize = outputSize;
    this.pool = pool;
    this.slices = Partition.of(pool, count, nanos);
  }

  @Override
  public void run(Buffer[] inputs, Buffer[] outputs) {
    x = ((HeapBuffer) inputs[0]).array();
    result = ((HeapBuffer) outputs[0]).array();
    pool.run(slices.chunks(), task);
  }

  private void chunk(int chunk, int worker) {
    for (var slice = slices.start(chunk); slice < slices.end(chunk); slice++) {
      functions.get(worker).run(x, slice * inputSize, result, slice * outputSize);
    }
  }
}
