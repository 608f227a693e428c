package org.caracal.graph;

import java.util.Arrays;
import org.caracal.array.DType;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;

/**
 * Queries, keys and values of several heads, each {@code [N, heads, T, d]}, where N stands for all
 * leading axes.
 */
record AttentionHeads(Tensor queries, Tensor keys, Tensor values) {
  /** Weighs nothing, after the exponential; finite, so that derivatives are. */
  private static final double MASKED = -1e30;

  /** What stands in {@code [..., T, 3 heads d]}. */
  static AttentionHeads of(Tensor projections, int heads) {
    var width = projections.shape().extent(-1) / 3;
    return new AttentionHeads(
        split(projections.slice(-1, 0, width), heads),
        split(projections.slice(-1, width, 2 * width), heads),
        split(projections.slice(-1, 2 * width, 3 * width), heads));
  }

  /** {@code [..., T, heads d] -> [N, heads, T, d]}. */
  static Tensor split(Tensor tensor, int heads) {
    var length = tensor.shape().extent(-2);
    var width = tensor.shape().extent(-1);
    var sequences = tensor.shape().slice(0, tensor.shape().rank() - 2).size();
    return tensor.reshape(sequences, length, heads, width / heads).transpose(0, 2, 1, 3);
  }

  /** Several {@code [N, heads, T, d]} to one {@code [N, T, parts heads d]}. */
  static Tensor joined(Tensor... parts) {
    return Tensor.concat(
        -1,
        Arrays.stream(parts)
            .map(
                part ->
                    part.transpose(0, 2, 1, 3)
                        .reshape(
                            part.shape().extent(0),
                            part.shape().extent(2),
                            part.shape().extent(1) * part.shape().extent(3)))
            .toList());
  }

  /** The factor of scores. */
  double scale() {
    return 1 / Math.sqrt(queries.shape().extent(-1));
  }

  /** How much each position attends to each, {@code [N, heads, T, T]}. */
  Tensor weights(boolean causal) {
    var scores = queries.matmul(keys.transposeMatrix()).multiply(scale());
    if (!causal) {
      return scores.softmax(-1);
    }
    var length = queries.shape().extent(-2);
    var square = new TensorType(DType.INT32, Shape.of(length, length));
    var later = Tensor.iota(square, 1).compare(Compare.Relation.GREATER, Tensor.iota(square, 0));
    return later.select(Tensor.constant(MASKED, scores.dtype()), scores).softmax(-1);
  }
}
