package org.caracal.backend.java.reduction;

import org.caracal.array.DType;
import org.caracal.array.TensorType;
import org.caracal.backend.HeapBuffer;
import org.caracal.backend.Kernel;
import org.caracal.backend.java.movement.Fill;
import org.caracal.backend.java.parallel.ThreadPool;
import org.caracal.backend.java.parallel.Workspace;
import org.caracal.graph.CumulativeSum;
import org.caracal.graph.Reduce;

/** Kernels that combine elements along axes. */
public final class ReductionKernels {
  private final ReductionLoops loops;
  private final ThreadPool pool;
  private final Workspace workspace;

  /** Kernels with these loops, threads and memory. */
  public ReductionKernels(ReductionLoops loops, ThreadPool pool, Workspace workspace) {
    this.loops = loops;
    this.pool = pool;
    this.workspace = workspace;
  }

  /** Reduces some axes. */
  public Kernel reduce(Reduce operation, TensorType input, TensorType output) {
    if (input.shape().size() == 0) {
      return identity(operation, output);
    }
    var reductions = loops.of(operation.function(), input.dtype());
    return new ReduceKernel(
        reductions,
        input.dtype(),
        new ReductionShape(input.shape(), operation.axes()),
        pool,
        workspace);
  }

  private static Kernel identity(Reduce operation, TensorType output) {
    var length = output.shape().size();
    var sum = operation.function() == Reduce.Function.SUM;
    if (length > 0 && !sum && operation.function() != Reduce.Function.PRODUCT) {
      throw new IllegalArgumentException(operation.function() + " over no elements is not defined");
    }
    return (in, out) ->
        Fill.run(output.dtype(), ((HeapBuffer) out[0]).array(), length, sum ? 0 : 1);
  }

  /** Running sums along an axis. */
  public Kernel cumulativeSum(CumulativeSum operation, TensorType type) {
    return new CumulativeSumKernel(operation, type);
  }

  /** Softmax or its logarithm along the last axis. */
  public Kernel softmax(TensorType type, boolean logarithm) {
    var rowLength = type.shape().extent(-1);
    return type.dtype() == DType.FLOAT32
        ? new FloatSoftmaxKernel(type.shape().size(), rowLength, logarithm, loops, pool, workspace)
        : new DoubleSoftmaxKernel(
            type.shape().size(), rowLength, logarithm, loops, pool, workspace);
  }
}
