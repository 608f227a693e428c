package org.caracal.backend.java.elementwise;

import java.util.HashMap;
import java.util.Map;
import org.caracal.array.DType;

/**
 * A loop over elements.
 *
 * <p>In lockstep, all arrays have the same offset, that of the first: with the same index in all
 * accesses, C2 makes many a loop of arithmetic one of vector instructions.
 */
final class ScalarCode extends LoopCode {
  private static final int FCONST_1 = 0x0c;
  private static final int DCONST_1 = 0x0f;
  private static final int FLOAD = 0x17;
  private static final int DLOAD = 0x18;
  private static final int FSTORE = 0x38;
  private static final int DSTORE = 0x39;
  private static final int FASTORE = 0x51;
  private static final int DASTORE = 0x52;
  private static final int FADD = 0x62;
  private static final int FSUB = 0x66;
  private static final int FMUL = 0x6a;
  private static final int FDIV = 0x6e;
  private static final int FNEG = 0x76;
  private static final int F2D = 0x8d;
  private static final int D2F = 0x90;

  private static final int FLOAT = 2;
  private static final int DOUBLE = 3;

  private final Map<Integer, Integer> values = new HashMap<>();

  private ScalarCode(DType dtype, Slots slots, boolean lockstep) {
    super(dtype, slots, lockstep);
  }

  /** The class file of a loop. */
  static byte[] of(Fused fused, Slots slots, boolean lockstep) {
    return new ScalarCode(fused.dtype(), slots, lockstep).write(fused);
  }

  @Override
  int width() {
    return 1;
  }

  @Override
  void prepare(Fused fused) {
    for (var slot : fused.reads(slots)) {
      if (slots.get(slot).scalar()) {
        array(slot);
        op(ICONST_0);
        op(wide ? DALOAD : FALOAD);
        values.put(slot, keep(wide ? DSTORE : FSTORE, words(), wide ? DOUBLE : FLOAT));
      }
    }
  }

  private int words() {
    return wide ? 2 : 1;
  }

  @Override
  void load(int slot) {
    place(slot);
    op(wide ? DALOAD : FALOAD);
    define(slot);
  }

  private void define(int slot) {
    values.put(slot, put(wide ? DSTORE : FSTORE, words()));
  }

  @Override
  void store(int slot) {
    place(slot);
    local(wide ? DLOAD : FLOAD, values.get(slot));
    op(wide ? DASTORE : FASTORE);
  }

  @Override
  void step(Fused.Step step) {
    var operator = step.operator();
    if (operator == FusedOperator.RECIPROCAL || operator == FusedOperator.NOT) {
      op(wide ? DCONST_1 : FCONST_1);
    }
    step.operands().forEach(this::operand);
    var typed = wide ? 1 : 0;
    switch (operator) {
      case COPY -> {}
      case NEGATE -> op(FNEG + typed);
      case ADD -> op(FADD + typed);
      case SUBTRACT, NOT -> op(FSUB + typed);
      case MULTIPLY -> op(FMUL + typed);
      case DIVIDE, RECIPROCAL -> op(FDIV + typed);
      case ABS -> math("abs", 1);
      case SIGN -> math("signum", 1);
      case MAXIMUM -> math("max", 2);
      case MINIMUM -> math("min", 2);
      case FMA -> math("fma", 3);
      case SQRT -> squareRoot();
      case POWER_OF_TWO ->
          call(
              INVOKESTATIC,
              "org/caracal/backend/java/elementwise/" + (wide ? "DoubleBits" : "FloatBits"),
              "power",
              descriptor(1));
      default ->
          call(
              INVOKESTATIC,
              "org/caracal/backend/java/elementwise/Choice",
              operator.methodName(),
              descriptor(step.operands().size()));
    }
    define(step.result());
  }

  private void operand(int slot) {
    var place = slots.get(slot);
    if (place.place() != Slots.Place.CONSTANT) {
      local(wide ? DLOAD : FLOAD, values.get(slot));
    } else if (wide) {
      op(LDC2_W);
      u2(file.number(place.value()));
    } else {
      op(LDC_W);
      u2(file.number((float) place.value()));
    }
  }

  private void math(String name, int operands) {
    call(INVOKESTATIC, "java/lang/Math", name, descriptor(operands));
  }

  private String descriptor(int operands) {
    return "(" + element.repeat(operands) + ")" + element;
  }

  private void squareRoot() {
    if (!wide) {
      op(F2D);
    }
    call(INVOKESTATIC, "java/lang/Math", "sqrt", "(D)D");
    if (!wide) {
      op(D2F);
    }
  }
}
