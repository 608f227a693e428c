package org.caracal.backend.java.normalization;

import java.util.Optional;
import org.caracal.array.DType;
import org.caracal.array.TensorType;
import org.caracal.backend.Kernel;
import org.caracal.backend.java.parallel.ThreadPool;
import org.caracal.graph.LayerNormalization;
import org.caracal.graph.LayerNormalizationGradient;
import org.caracal.graph.LayerNormalizationSums;

/** Makes kernels of layer normalization. */
public final class Normalizations {
  private final RowLoops loops;
  private final ThreadPool pool;

  /** Kernels with these loops and threads. */
  public Normalizations(RowLoops loops, ThreadPool pool) {
    this.loops = loops;
    this.pool = pool;
  }

  /** Why there is no kernel for a tensor, if there is none. */
  public Optional<String> refusal(TensorType type) {
    return type.dtype() == DType.FLOAT32 && type.shape().size() > 0
        ? Optional.empty()
        : Optional.of("layer normalization has a kernel of its own for float32 only");
  }

  /** Normalization. */
  public Kernel forward(LayerNormalization operation, TensorType x) {
    return new NormalizationKernel(rows(operation.epsilon(), x));
  }

  /** Its gradient. */
  public Kernel gradient(LayerNormalizationGradient operation, TensorType x) {
    return new NormalizationGradientKernel(rows(operation.epsilon(), x));
  }

  /** Its gradients by scale and offset. */
  public Kernel sums(LayerNormalizationSums operation, TensorType x) {
    return new NormalizationSumsKernel(rows(operation.epsilon(), x));
  }

  private Rows rows(double epsilon, TensorType x) {
    var length = x.shape().extent(-1);
    return new Rows(x.shape().size() / length, length, epsilon, loops, pool);
  }
}
