package org.caracal.graph;

import java.util.List;
import org.caracal.array.DType;
import org.caracal.array.TensorType;

/**
 * The index ({@code int32}) of the first largest or smallest element along an axis, which is
 * dropped.
 *
 * @param function what to look for
 * @param axis the axis
 */
public record ArgReduce(Function function, int axis) implements Operation {
  /** What to look for. */
  public enum Function {
    /** The largest element. */
    MAX,
    /** The smallest element. */
    MIN
  }

  @Override
  public TensorType infer(List<TensorType> operands) {
    return new Reduce(Reduce.Function.MAX, List.of(axis)).infer(operands).withDType(DType.INT32);
  }
}
