package org.caracal.graph;

import java.util.List;
import org.caracal.array.TensorType;

/** Checks of operand types that several operations share. */
final class Operands {
  private Operands() {}

  static void count(Operation operation, List<TensorType> operands, int expected) {
    if (operands.size() != expected) {
      throw failure(operation, operands, "expected " + expected + " operands");
    }
  }

  static void require(
      boolean condition, Operation operation, List<TensorType> operands, String expected) {
    if (!condition) {
      throw failure(operation, operands, expected);
    }
  }

  static IllegalArgumentException failure(
      Operation operation, List<TensorType> operands, String expected) {
    return new IllegalArgumentException(
        operation + " cannot be applied to " + operands + ": " + expected);
  }
}
