package org.caracal.backend.java.elementwise;

import org.caracal.array.DType;
import org.caracal.graph.Binary;
import org.caracal.graph.Compare;
import org.caracal.graph.Unary;

/** Loops by the Vector API for floating point numbers; can be loaded only where that is. */
public final class VectorElementwiseLoops extends ElementwiseLoops {
  /** Loops by the Vector API. */
  public VectorElementwiseLoops() {
    super(new VectorFloatBits(), new VectorDoubleBits());
  }

  @Override
  Instruction.Loop unary(Unary.Function function, DType stored) {
    if (isInPasses(function)) {
      return super.unary(function, stored);
    }
    return switch (stored) {
      case FLOAT32 -> anywhere(VectorFloatLoops.unary(function));
      case FLOAT64 -> anywhere(VectorDoubleLoops.unary(function));
      default -> super.unary(function, stored);
    };
  }

  @Override
  Instruction.Loop binary(Binary.Function function, DType stored) {
    if (function == Binary.Function.POWER) {
      return super.binary(function, stored);
    }
    return switch (stored) {
      case FLOAT32 -> anywhere(VectorFloatLoops.binary(function));
      case FLOAT64 -> anywhere(VectorDoubleLoops.binary(function));
      default -> super.binary(function, stored);
    };
  }

  @Override
  Instruction.Loop compare(Compare.Relation relation, DType stored) {
    return switch (stored) {
      case FLOAT32 -> anywhere(VectorFloatLoops.compare(relation));
      case FLOAT64 -> anywhere(VectorDoubleLoops.compare(relation));
      default -> super.compare(relation, stored);
    };
  }

  @Override
  Instruction.Loop select(DType stored) {
    return switch (stored) {
      case FLOAT32 -> anywhere(VectorFloatLoops.select());
      case FLOAT64 -> anywhere(VectorDoubleLoops.select());
      default -> super.select(stored);
    };
  }

  private static Instruction.Anywhere anywhere(VectorFloatLoops.One loop) {
    return (f, in, out) ->
        loop.run(f.floats(in[0]), f.offsets[in[0]], f.floats(out), f.offsets[out], f.length);
  }

  private static Instruction.Anywhere anywhere(VectorFloatLoops.Two loop) {
    return (f, in, out) ->
        loop.run(
            f.floats(in[0]),
            f.offsets[in[0]],
            f.floats(in[1]),
            f.offsets[in[1]],
            f.floats(out),
            f.offsets[out],
            f.length);
  }

  private static Instruction.Anywhere anywhere(VectorFloatLoops.Three loop) {
    return (f, in, out) ->
        loop.run(
            f.floats(in[0]),
            f.offsets[in[0]],
            f.floats(in[1]),
            f.offsets[in[1]],
            f.floats(in[2]),
            f.offsets[in[2]],
            f.floats(out),
            f.offsets[out],
            f.length);
  }

  private static Instruction.Anywhere anywhere(VectorDoubleLoops.One loop) {
    return (f, in, out) ->
        loop.run(f.doubles(in[0]), f.offsets[in[0]], f.doubles(out), f.offsets[out], f.length);
  }

  private static Instruction.Anywhere anywhere(VectorDoubleLoops.Two loop) {
    return (f, in, out) ->
        loop.run(
            f.doubles(in[0]),
            f.offsets[in[0]],
            f.doubles(in[1]),
            f.offsets[in[1]],
            f.doubles(out),
            f.offsets[out],
            f.length);
  }

  private static Instruction.Anywhere anywhere(VectorDoubleLoops.Three loop) {
    return (f, in, out) ->
        loop.run(
            f.doubles(in[0]),
            f.offsets[in[0]],
            f.doubles(in[1]),
            f.offsets[in[1]],
            f.doubles(in[2]),
            f.offsets[in[2]],
            f.doubles(out),
            f.offsets[out],
            f.length);
  }
}
