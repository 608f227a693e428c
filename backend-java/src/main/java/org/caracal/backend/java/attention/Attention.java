package org.caracal.backend.java.attention;

import java.util.Optional;
import org.caracal.array.DType;
import org.caracal.array.TensorType;
import org.caracal.backend.Kernel;
import org.caracal.backend.java.matmul.Block;
import org.caracal.backend.java.matmul.ProductLoops;
import org.caracal.backend.java.parallel.ThreadPool;
import org.caracal.graph.SelfAttention;
import org.caracal.graph.SelfAttentionGradient;

/** Makes kernels of attention. */
public final class Attention {
  private final ProductLoops products;
  private final AttentionLoops loops;
  private final ThreadPool pool;

  /** Kernels with these loops and threads. */
  public Attention(ProductLoops products, AttentionLoops loops, ThreadPool pool) {
    this.products = products;
    this.loops = loops;
    this.pool = pool;
  }

  /** Why there is no kernel for queries, keys and values of a type, if there is none. */
  public Optional<String> refusal(TensorType projections, int heads) {
    if (projections.dtype() != DType.FLOAT32) {
      return Optional.of("attention has a kernel of its own for float32 only");
    }
    var features = projections.shape().extent(-1) / 3 / heads;
    return projections.shape().size() > 0 && features <= Block.DEPTH
        ? Optional.empty()
        : Optional.of("attention has a kernel for 1 to " + Block.DEPTH + " features of a head");
  }

  /** Attention. */
  public Kernel forward(SelfAttention operation, TensorType projections) {
    var shape =
        AttentionShape.of(
            projections.shape(), operation.heads(), operation.causal(), pool.threads());
    var panels = products.panels(DType.FLOAT32);
    return new FloatAttentionKernel(shape, panels, loops, pool);
  }

  /** Its gradient. */
  public Kernel gradient(SelfAttentionGradient operation, TensorType projections) {
    var shape =
        AttentionShape.of(
            projections.shape(), operation.heads(), operation.causal(), pool.threads());
    var panels = products.panels(DType.FLOAT32);
    return new FloatAttentionGradientKernel(shape, panels, loops, pool);
  }
}
