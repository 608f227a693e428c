package org.caracal.backend.java.elementwise;

import org.caracal.array.DType;
import org.caracal.graph.Binary;
import org.caracal.graph.Compare;
import org.caracal.graph.Unary;

/** The loops that instructions run, for each function and type in which its operands are stored. */
public class ElementwiseLoops {
  Instruction.Loop unary(Unary.Function function, DType stored) {
    return switch (stored) {
      case FLOAT32 -> Instruction.of(floatUnary(function));
      case FLOAT64 -> Instruction.of(doubleUnary(function));
      case INT32 -> IntLoops.unary(function);
      case INT64 -> LongLoops.unary(function);
      case BOOL -> BoolLoops.not();
    };
  }

  Instruction.Loop binary(Binary.Function function, DType stored) {
    return switch (stored) {
      case FLOAT32 -> Instruction.of(FloatLoops.binary(function));
      case FLOAT64 -> Instruction.of(DoubleLoops.binary(function));
      case INT32 -> IntLoops.binary(function);
      case INT64 -> LongLoops.binary(function);
      case BOOL -> BoolLoops.binary(function);
    };
  }

  Instruction.Loop compare(Compare.Relation relation, DType stored) {
    return switch (stored) {
      case FLOAT32 -> Instruction.of(floatCompare(relation));
      case FLOAT64 -> Instruction.of(doubleCompare(relation));
      case INT32 -> IntLoops.compare(relation);
      case INT64 -> LongLoops.compare(relation);
      case BOOL -> BoolLoops.compare(relation);
    };
  }

  Instruction.Loop select(DType stored) {
    return switch (stored) {
      case FLOAT32 -> Instruction.of(floatSelect());
      case FLOAT64 -> Instruction.of(doubleSelect());
      case INT32 -> IntLoops.select();
      case INT64 -> LongLoops.select();
      case BOOL -> BoolLoops.select();
    };
  }

  /** The loop of a function of {@code float32}. */
  protected FloatLoops.One floatUnary(Unary.Function function) {
    return FloatLoops.unary(function);
  }

  /** The loop of a function of {@code float64}. */
  protected DoubleLoops.One doubleUnary(Unary.Function function) {
    return DoubleLoops.unary(function);
  }

  /** The loop of a comparison of {@code float32}. */
  protected FloatLoops.Two floatCompare(Compare.Relation relation) {
    return FloatLoops.compare(relation);
  }

  /** The loop of a comparison of {@code float64}. */
  protected DoubleLoops.Two doubleCompare(Compare.Relation relation) {
    return DoubleLoops.compare(relation);
  }

  /** The loop of a choice between {@code float32}. */
  protected FloatLoops.Three floatSelect() {
    return FloatLoops.select();
  }

  /** The loop of a choice between {@code float64}. */
  protected DoubleLoops.Three doubleSelect() {
    return DoubleLoops.select();
  }
}
