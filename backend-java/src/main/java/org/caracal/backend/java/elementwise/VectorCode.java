package org.caracal.backend.java.elementwise;

import java.util.HashMap;
import java.util.Map;

/** A loop over vectors of the preferred width, by the Vector API. Whoever runs it must have it. */
final class VectorCode extends LoopCode {
  private static final int I2L = 0x85;
  private static final String API = "jdk/incubator/vector/";
  private static final String VECTOR = "L" + API + "Vector;";
  private static final String MASK = "L" + API + "VectorMask;";
  private static final String SPECIES = "L" + API + "VectorSpecies;";

  private final int lanes;
  private final String type;
  private final Map<Integer, Integer> values = new HashMap<>();
  private final Map<Integer, Integer> masks = new HashMap<>();
  private final Map<Double, Integer> constants = new HashMap<>();

  private VectorCode(Fused fused, Slots slots, int lanes, boolean lockstep) {
    super(fused.dtype(), slots, lockstep);
    this.lanes = lanes;
    this.type = API + (wide ? "DoubleVector" : "FloatVector");
  }

  /**
   * The class file of a loop.
   *
   * @param lanes the number of elements in a vector of the preferred width
   * @param lockstep whether all arrays have the same offset, which spares registers
   */
  static byte[] of(Fused fused, Slots slots, int lanes, boolean lockstep) {
    return new VectorCode(fused, slots, lanes, lockstep).write(fused);
  }

  @Override
  int width() {
    return lanes;
  }

  /** All constants are made before the loop. */
  @Override
  void prepare(Fused fused) {
    for (var slot : fused.reads(slots)) {
      if (slots.get(slot).scalar()) {
        species();
        array(slot);
        op(ICONST_0);
        op(wide ? DALOAD : FALOAD);
        values.put(slot, broadcast());
      }
    }
    for (var step : fused.steps()) {
      for (var operand : step.operands()) {
        if (slots.get(operand).place() == Slots.Place.CONSTANT) {
          values.put(operand, constant(slots.get(operand).value()));
        }
      }
      switch (step.operator()) {
        case RECIPROCAL, NOT -> constant(1);
        case SIGN -> {
          constant(0);
          constant(1);
          constant(-1);
        }
        case SELECT -> constant(0);
        default -> {
          if (step.operator().isRelation() && isNumber(step.result(), fused)) {
            constant(0);
            constant(1);
          }
        }
      }
    }
  }

  /** Whether a truth value is needed as 1 or 0. */
  private static boolean isNumber(int slot, Fused fused) {
    return fused.writes().contains(slot)
        || fused.steps().stream()
            .anyMatch(
                step ->
                    step.operands().lastIndexOf(slot) > 0
                        || step.operands().contains(slot)
                            && step.operator() != FusedOperator.SELECT);
  }

  private void species() {
    op(GETSTATIC);
    u2(file.field(type, "SPECIES_PREFERRED", SPECIES));
  }

  private int broadcast() {
    call(INVOKESTATIC, type, "broadcast", "(" + SPECIES + element + ")L" + type + ";");
    return keep(ASTORE, 1, type);
  }

  private int constant(double value) {
    var known = constants.get(value);
    if (known != null) {
      return known;
    }
    species();
    if (wide) {
      op(LDC2_W);
      u2(file.number(value));
    } else {
      op(LDC_W);
      u2(file.number((float) value));
    }
    var local = broadcast();
    constants.put(value, local);
    return local;
  }

  @Override
  void load(int slot) {
    species();
    place(slot);
    call(INVOKESTATIC, type, "fromArray", "(" + SPECIES + "[" + element + "I)L" + type + ";");
    values.put(slot, put(ASTORE, 1));
  }

  @Override
  void store(int slot) {
    value(slot);
    place(slot);
    call(INVOKEVIRTUAL, type, "intoArray", "([" + element + "I)V");
  }

  @Override
  void step(Fused.Step step) {
    var operands = step.operands();
    switch (step.operator()) {
      case COPY -> value(operands.get(0));
      case NEGATE -> unary("neg", operands.get(0));
      case ABS -> unary("abs", operands.get(0));
      case SQRT -> unary("sqrt", operands.get(0));
      case RECIPROCAL -> oneAnd("div", operands.get(0));
      case NOT -> oneAnd("sub", operands.get(0));
      case ADD -> binary("add", step);
      case SUBTRACT -> binary("sub", step);
      case MULTIPLY -> binary("mul", step);
      case DIVIDE -> binary("div", step);
      case MAXIMUM, MINIMUM -> bound(step);
      case FMA -> {
        operands.forEach(this::value);
        call(INVOKEVIRTUAL, type, "fma", "(" + VECTOR + VECTOR + ")L" + type + ";");
      }
      case POWER_OF_TWO -> powerOfTwo(operands.get(0));
      case SIGN -> sign(operands.get(0));
      case SELECT -> {
        var mask = mask(operands.get(0));
        value(operands.get(2));
        value(operands.get(1));
        local(ALOAD, mask);
        blend();
      }
      default -> {
        value(operands.get(0));
        comparison(relation(step.operator()));
        value(operands.get(1));
        compare();
        masks.put(step.result(), put(ASTORE, 1));
        return;
      }
    }
    values.put(step.result(), put(ASTORE, 1));
  }

  /** Emits a slot's vector; a mask becomes one of 1 and 0 when it is first needed as such. */
  private void value(int slot) {
    if (!values.containsKey(slot)) {
      local(ALOAD, constant(0));
      local(ALOAD, constant(1));
      local(ALOAD, masks.get(slot));
      blend();
      values.put(slot, put(ASTORE, 1));
    }
    local(ALOAD, values.get(slot));
  }

  /** The variable of a slot's mask; 1 and 0 become one when it is first needed. */
  private int mask(int slot) {
    if (!masks.containsKey(slot)) {
      local(ALOAD, values.get(slot));
      comparison("NE");
      local(ALOAD, constant(0));
      compare();
      masks.put(slot, put(ASTORE, 1));
    }
    return masks.get(slot);
  }

  private void unary(String name, int operand) {
    value(operand);
    call(INVOKEVIRTUAL, type, name, "()L" + type + ";");
  }

  private void oneAnd(String name, int operand) {
    local(ALOAD, constant(1));
    value(operand);
    call(INVOKEVIRTUAL, type, name, "(" + VECTOR + ")L" + type + ";");
  }

  private void binary(String name, Fused.Step step) {
    value(step.operands().get(0));
    value(step.operands().get(1));
    call(INVOKEVIRTUAL, type, name, "(" + VECTOR + ")L" + type + ";");
  }

  /**
   * Emits a maximum or minimum. One with a number that is not -0 is a comparison and a blend, less
   * than half of the instructions that it takes to treat NaN and zeros as Java does.
   */
  private void bound(Fused.Step step) {
    var maximum = step.operator() == FusedOperator.MAXIMUM;
    var constant = step.operands().stream().filter(this::isBound).findFirst();
    if (constant.isEmpty()) {
      binary(maximum ? "max" : "min", step);
      return;
    }
    var operands = step.operands();
    var number = operands.get(operands.get(0).equals(constant.get()) ? 1 : 0);
    value(number);
    value(constant.get());
    value(number);
    comparison(maximum ? "LE" : "GT");
    value(constant.get());
    compare();
    blend();
  }

  private boolean isBound(int slot) {
    var place = slots.get(slot);
    var value = wide ? place.value() : (float) place.value();
    return place.place() == Slots.Place.CONSTANT
        && !Double.isNaN(value)
        && Double.compare(value, -0.0) != 0;
  }

  private void powerOfTwo(int operand) {
    var bits = API + (wide ? "LongVector" : "IntVector");
    value(operand);
    call(
        INVOKEVIRTUAL, type, wide ? "reinterpretAsLongs" : "reinterpretAsInts", "()L" + bits + ";");
    op(GETSTATIC);
    u2(file.field(API + "VectorOperators", "LSHL", "L" + API + "VectorOperators$Binary;"));
    op(SIPUSH);
    u2(wide ? 52 : 23);
    if (wide) {
      op(I2L);
    }
    call(
        INVOKEVIRTUAL,
        bits,
        "lanewise",
        "(L" + API + "VectorOperators$Binary;" + (wide ? "J" : "I") + ")L" + bits + ";");
    call(
        INVOKEVIRTUAL,
        bits,
        wide ? "reinterpretAsDoubles" : "reinterpretAsFloats",
        "()L" + type + ";");
  }

  private void sign(int operand) {
    value(operand);
    for (var sign : new int[] {1, -1}) {
      local(ALOAD, constant(sign));
      value(operand);
      comparison(sign > 0 ? "GT" : "LT");
      local(ALOAD, constant(0));
      compare();
      blend();
    }
  }

  private void blend() {
    call(INVOKEVIRTUAL, type, "blend", "(" + VECTOR + MASK + ")L" + type + ";");
  }

  private void comparison(String name) {
    op(GETSTATIC);
    u2(file.field(API + "VectorOperators", name, "L" + API + "VectorOperators$Comparison;"));
  }

  private void compare() {
    call(
        INVOKEVIRTUAL,
        type,
        "compare",
        "(L" + API + "VectorOperators$Comparison;" + VECTOR + ")" + MASK);
  }

  private static String relation(FusedOperator operator) {
    return switch (operator) {
      case EQUAL -> "EQ";
      case NOT_EQUAL -> "NE";
      case LESS -> "LT";
      case LESS_EQUAL -> "LE";
      case GREATER -> "GT";
      case GREATER_EQUAL -> "GE";
      default -> throw new IllegalArgumentException(operator + " is no relation");
    };
  }
}
