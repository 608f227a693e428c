package org.caracal.backend.java.elementwise;

import java.util.List;
import java.util.Optional;
import org.caracal.array.DType;

/**
 * A step on slots: one that can be fused with others, or a loop of its own.
 *
 * @param operator what can be fused
 * @param loop computes what cannot
 * @param dtype element type in which operands and result of an operator are stored
 * @param operands slots that it reads
 * @param result slot that it writes
 * @param nanos estimated time for one element
 */
record LoweredStep(
    Optional<FusedOperator> operator,
    Optional<Instruction.Loop> loop,
    DType dtype,
    List<Integer> operands,
    int result,
    double nanos) {
  static LoweredStep fusible(
      FusedOperator operator, DType dtype, List<Integer> operands, int result) {
    return new LoweredStep(
        Optional.of(operator), Optional.empty(), dtype, operands, result, operator.nanos());
  }

  static LoweredStep loop(
      Instruction.Loop loop, DType dtype, List<Integer> operands, int result, double nanos) {
    return new LoweredStep(Optional.empty(), Optional.of(loop), dtype, operands, result, nanos);
  }

  boolean isFusible() {
    return operator.isPresent();
  }
}
