package org.caracal.graph;

import java.util.List;
import org.caracal.array.DType;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;

/**
 * Uniform random numbers in [0, 1) from Philox 4x32-10 (Salmon et al., Parallel random numbers: as
 * easy as 1, 2, 3, SC 2011). The operand is the random key, {@code int64[2] = (seed, step)}.
 * Element {@code i} of a {@code float32} result is the upper 24 bits of word {@code i % 4} of the
 * block with key {@code seed xor high(step) * STEP_MIX} (64 bits) and counter {@code (i / 4,
 * low(step), low(stream), high(stream))}, times 2^-24; of a {@code float64} result the upper 53
 * bits of the words {@code 2 (i % 2)} (high) and {@code 2 (i % 2) + 1} (low) of block {@code i /
 * 2}, times 2^-53.
 *
 * @param type floating element type and shape
 * @param stream tells apart the places in a model that draw numbers
 */
public record RandomUniform(TensorType type, long stream) implements Operation {
  /**
   * Odd, and without structure: the counter has room for the lower half of a step only, and what
   * the upper half makes of one seed must not be another seed that somebody takes.
   */
  public static final long STEP_MIX = 0x9E3779B97F4A7C15L;

  @Override
  public TensorType infer(List<TensorType> operands) {
    Operands.require(
        operands.equals(List.of(new TensorType(DType.INT64, Shape.of(2))))
            && type.dtype().isFloating(),
        this,
        operands,
        "expected the random key int64[2] and a floating result");
    return type;
  }
}
