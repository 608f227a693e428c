package org.caracal.graph;

import java.util.List;
import org.caracal.array.TensorType;

/**
 * What a tensor is computed by. The permitted records are the primitives: everything that a backend
 * has to provide, closed under differentiation. Everything else is a {@link Composite}, which can
 * be written in terms of primitives.
 *
 * <p>Operands of elementwise primitives have equal shapes and element types; {@link Tensor}'s
 * methods insert the {@link Broadcast}s.
 */
public sealed interface Operation
    permits Input,
        Constant,
        Iota,
        RandomUniform,
        StopGradient,
        Unary,
        Binary,
        Compare,
        Select,
        Cast,
        Reduce,
        ArgReduce,
        CumulativeSum,
        ArgSort,
        MatMul,
        Convolution,
        ConvolutionInputGradient,
        ConvolutionKernelGradient,
        WindowMax,
        WindowMaxGradient,
        WindowArgMax,
        WindowSum,
        WindowSumGradient,
        Reshape,
        Transpose,
        Broadcast,
        Slice,
        Pad,
        Concat,
        Reverse,
        Gather,
        ScatterAdd,
        GatherElements,
        ScatterAddElements,
        Fft,
        Composite {

  /**
   * The type of the result for operands of these types.
   *
   * @throws IllegalArgumentException if the operands do not fit; the message names the operation,
   *     the types and what was expected
   */
  TensorType infer(List<TensorType> operands);
}
