package org.caracal.backend.java.elementwise;

import static org.caracal.graph.Unary.Function.COS;
import static org.caracal.graph.Unary.Function.ERF;
import static org.caracal.graph.Unary.Function.EXP;
import static org.caracal.graph.Unary.Function.EXPM1;
import static org.caracal.graph.Unary.Function.LOG;
import static org.caracal.graph.Unary.Function.LOG1P;
import static org.caracal.graph.Unary.Function.SIGMOID;
import static org.caracal.graph.Unary.Function.SIN;
import static org.caracal.graph.Unary.Function.TANH;

import java.util.EnumSet;
import java.util.Set;
import org.caracal.array.DType;
import org.caracal.graph.Binary;
import org.caracal.graph.Compare;
import org.caracal.graph.Operation;
import org.caracal.graph.Unary;

/** The loops that instructions run, for each function and type in which its operands are stored. */
public class ElementwiseLoops {
  private static final Set<Unary.Function> IN_PASSES =
      EnumSet.of(EXP, EXPM1, LOG, LOG1P, SIN, COS, TANH, SIGMOID, ERF);

  private final FusedLoops fused;
  private final FloatFunctions floats;
  private final DoubleFunctions doubles;

  /** Loops without the Vector API. */
  public ElementwiseLoops() {
    this(new FusedLoops(1), new FloatBits(), new DoubleBits());
  }

  ElementwiseLoops(FusedLoops fused, FloatBits floats, DoubleBits doubles) {
    this.fused = fused;
    this.floats = new FloatFunctions(floats);
    this.doubles = new DoubleFunctions(doubles);
  }

  /** Functions of {@code float32} blocks. */
  public FloatFunctions floats() {
    return floats;
  }

  /** Functions of {@code float64} blocks. */
  public DoubleFunctions doubles() {
    return doubles;
  }

  /** The loop of a function or relation that is not fused. */
  final Instruction.Loop of(Operation operation, DType stored) {
    if (operation instanceof Unary unary) {
      return unary(unary.function(), stored);
    }
    return operation instanceof Binary binary
        ? binary(binary.function(), stored)
        : compare(((Compare) operation).relation(), stored);
  }

  FusedLoops fused() {
    return fused;
  }

  static boolean isInPasses(Unary.Function function) {
    return IN_PASSES.contains(function);
  }

  Instruction.Loop unary(Unary.Function function, DType stored) {
    return switch (stored) {
      case FLOAT32 ->
          isInPasses(function)
              ? Instruction.of(floats.passes(function))
              : Instruction.of(FloatLoops.unary(function));
      case FLOAT64 ->
          isInPasses(function)
              ? Instruction.of(doubles.passes(function))
              : Instruction.of(DoubleLoops.unary(function));
      case INT32 -> IntLoops.unary(function);
      case INT64 -> LongLoops.unary(function);
      case BOOL -> BoolLoops.not();
    };
  }

  Instruction.Loop binary(Binary.Function function, DType stored) {
    return switch (stored) {
      case FLOAT32 -> Instruction.of(FloatLoops.power());
      case FLOAT64 -> Instruction.of(DoubleLoops.power());
      case INT32 -> IntLoops.binary(function);
      case INT64 -> LongLoops.binary(function);
      case BOOL -> BoolLoops.binary(function);
    };
  }

  Instruction.Loop compare(Compare.Relation relation, DType stored) {
    return switch (stored) {
      case INT32 -> IntLoops.compare(relation);
      case INT64 -> LongLoops.compare(relation);
      case BOOL -> BoolLoops.compare(relation);
      default -> throw new IllegalArgumentException("relations of " + stored + " are fused");
    };
  }

  Instruction.Loop select(DType stored) {
    return switch (stored) {
      case INT32 -> IntLoops.select();
      case INT64 -> LongLoops.select();
      case BOOL -> BoolLoops.select();
      default -> throw new IllegalArgumentException("choices of " + stored + " are fused");
    };
  }
}
