package org.caracal.backend.java.indexing;

import org.caracal.array.TensorType;
import org.caracal.backend.Kernel;
import org.caracal.backend.java.parallel.ThreadPool;
import org.caracal.backend.java.parallel.Workspace;
import org.caracal.graph.ArgReduce;
import org.caracal.graph.ArgSort;
import org.caracal.graph.Gather;
import org.caracal.graph.GatherElements;
import org.caracal.graph.ScatterAdd;
import org.caracal.graph.ScatterAddElements;

/** Kernels that read or write by index, or yield indices. */
public final class IndexingKernels {
  private final ThreadPool pool;
  private final Workspace workspace;

  /** Kernels with these threads and this memory. */
  public IndexingKernels(ThreadPool pool, Workspace workspace) {
    this.pool = pool;
    this.workspace = workspace;
  }

  /** Slices picked by index. */
  public Kernel gather(Gather operation, TensorType input, TensorType indices) {
    return new GatherKernel(operation, input, indices, pool);
  }

  /** Slices added up at indices. */
  public Kernel scatterAdd(
      ScatterAdd operation, TensorType input, TensorType indices, TensorType output) {
    return new ScatterAddKernel(operation, input, indices, output, pool);
  }

  /** Elements picked by index. */
  public Kernel gatherElements(
      GatherElements operation, TensorType input, TensorType indices, TensorType output) {
    return ElementIndexKernel.gather(
        operation.toString(), operation.axis(), input, indices, output, pool);
  }

  /** Elements added up at indices. */
  public Kernel scatterAddElements(
      ScatterAddElements operation, TensorType indices, TensorType output) {
    return ElementIndexKernel.scatter(
        operation.toString(), operation.axis(), indices, output, pool);
  }

  /** Index of the first largest or smallest element. */
  public Kernel argReduce(ArgReduce operation, TensorType input) {
    return new ArgReduceKernel(operation, input);
  }

  /** Indices that sort. */
  public Kernel argSort(ArgSort operation, TensorType input) {
    return new ArgSortKernel(operation, input, workspace);
  }
}
