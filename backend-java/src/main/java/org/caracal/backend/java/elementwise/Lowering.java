package org.caracal.backend.java.elementwise;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.caracal.array.DType;
import org.caracal.backend.ElementwiseProgram;
import org.caracal.graph.Binary;
import org.caracal.graph.Cast;
import org.caracal.graph.Compare;
import org.caracal.graph.Constant;
import org.caracal.graph.Operation;
import org.caracal.graph.Select;
import org.caracal.graph.Unary;

/**
 * Turns a program's steps into instructions on slots.
 *
 * <p>Truth values that are computed from floating point operands are kept as masks, 1 or 0 in the
 * operands' type, as vector instructions like them; they become {@code bool} only where a result or
 * an integer needs it.
 */
final class Lowering {
  private final Emitter program32 =
      new Emitter() {
        @Override
        public int emit(FusedOperator operator, List<Integer> operands) {
          return fused(operator, DType.FLOAT32, operands);
        }

        @Override
        public int constant(double value) {
          return slots.constant(DType.FLOAT32, value);
        }
      };

  private record Register(int number, DType stored) {}

  private final ElementwiseProgram program;
  private final ElementwiseLoops loops;
  private final Slots slots = new Slots();
  private final List<LoweredStep> steps = new ArrayList<>();
  private final Map<Register, Integer> places = new HashMap<>();

  /** How a register is stored where it is computed. */
  private final DType[] natural;

  /**
   * Lowers a program.
   *
   * @param apart whether the first input has offsets of its own
   */
  Lowering(ElementwiseProgram program, Runs runs, ElementwiseLoops loops, boolean apart) {
    this.program = program;
    this.loops = loops;
    var inputs = program.inputs().size();
    this.natural = new DType[inputs + program.steps().size()];
    for (var i = 0; i < inputs; i++) {
      define(
          i,
          program.dtype(i),
          slots.input(program.dtype(i), i, runs.hasOne(program.inputs().get(i)), apart && i == 0));
    }
    for (var i = 0; i < program.steps().size(); i++) {
      lower(inputs + i, program.steps().get(i));
    }
    for (var i = 0; i < program.results().size(); i++) {
      store(program.results().get(i), i);
    }
  }

  Slots slots() {
    return slots;
  }

  List<LoweredStep> steps() {
    return steps;
  }

  private void lower(int register, ElementwiseProgram.Step step) {
    var operation = step.operation();
    var operands = step.operands();
    if (operation instanceof Constant constant) {
      define(register, step.dtype(), slots.constant(step.dtype(), constant.value()));
    } else if (operation instanceof Cast) {
      cast(register, operands.get(0), step.dtype());
    } else if (operation instanceof Unary
        || operation instanceof Binary
        || operation instanceof Compare) {
      function(register, operation, operands);
    } else if (operation instanceof Select) {
      select(register, operands, step.dtype());
    } else {
      throw new IllegalArgumentException(operation + " is not an elementwise operation");
    }
  }

  private void function(int register, Operation operation, List<Integer> operands) {
    var stored = natural[operands.get(0)];
    var places = operands.stream().map(operand -> place(operand, stored)).toList();
    if (stored == DType.FLOAT32 && operation instanceof Unary unary) {
      var written = written(unary.function(), places.get(0));
      if (written.isPresent()) {
        define(register, stored, written.get());
        return;
      }
    }
    var operator = FusedOperator.of(operation, stored);
    if (operator.isPresent()) {
      fuse(register, operator.get(), stored, places);
      return;
    }
    emit(
        register,
        operation instanceof Compare ? DType.BOOL : stored,
        loops.of(operation, stored),
        Costs.of(operation),
        places);
  }

  /**
   * The slot of a function of {@code float32} that is written in operators, if it is. Bits of
   * exponents are worth that only where vectors can be made of them.
   */
  private Optional<Integer> written(Unary.Function function, int x) {
    var saturating = SaturatingFunction.of(function);
    if (saturating.isPresent()) {
      return saturating.map(written -> written.write(program32, x));
    }
    if (!loops.fused().useVectors()) {
      return Optional.empty();
    }
    return switch (function) {
      case EXP -> Optional.of(Exponential.write(program32, x));
      case SIGMOID -> Optional.of(Exponential.writeSigmoid(program32, x));
      default -> Optional.empty();
    };
  }

  private void select(int register, List<Integer> operands, DType dtype) {
    var stored = dtype == DType.BOOL ? natural[operands.get(1)] : dtype;
    var mask = stored.isFloating() ? stored : DType.BOOL;
    var places =
        List.of(
            place(operands.get(0), mask),
            place(operands.get(1), stored),
            place(operands.get(2), stored));
    if (stored.isFloating()) {
      fuse(register, FusedOperator.SELECT, stored, places);
    } else {
      emit(register, stored, loops.select(stored), Costs.SIMPLE, places);
    }
  }

  private void cast(int register, int operand, DType to) {
    var from = program.dtype(operand);
    if (to == DType.BOOL && from.isFloating()) {
      var zero = slots.constant(from, 0);
      fuse(register, FusedOperator.NOT_EQUAL, from, List.of(place(operand, from), zero));
    } else {
      define(
          register,
          to,
          from == to || from == DType.BOOL
              ? place(operand, to)
              : convert(place(operand, from), from, to));
    }
  }

  /**
   * Where a register stands in a type; a truth value is converted when first asked for in another.
   */
  private int place(int register, DType stored) {
    return places.computeIfAbsent(
        new Register(register, stored),
        key ->
            convert(
                places.get(new Register(register, natural[register])), natural[register], stored));
  }

  private int convert(int slot, DType from, DType to) {
    var result = slots.temporary(to);
    steps.add(
        from == to && from.isFloating()
            ? LoweredStep.fusible(FusedOperator.COPY, from, List.of(slot), result)
            : LoweredStep.loop(CastLoops.cast(from, to), to, List.of(slot), result, Costs.SIMPLE));
    return result;
  }

  private void fuse(int register, FusedOperator operator, DType stored, List<Integer> operands) {
    define(register, stored, fused(operator, stored, operands));
  }

  private int fused(FusedOperator operator, DType stored, List<Integer> operands) {
    var result = slots.temporary(stored);
    steps.add(LoweredStep.fusible(operator, stored, operands, result));
    return result;
  }

  private void emit(
      int register, DType stored, Instruction.Loop loop, double nanos, List<Integer> operands) {
    var result = slots.temporary(stored);
    steps.add(LoweredStep.loop(loop, stored, operands, result, nanos));
    define(register, stored, result);
  }

  private void define(int register, DType stored, int slot) {
    natural[register] = stored;
    places.put(new Register(register, stored), slot);
  }

  /**
   * Lets a result be computed where it belongs, or copies it there if it already stands elsewhere.
   */
  private void store(int register, int output) {
    var dtype = program.dtype(register);
    var slot = place(register, dtype);
    if (slots.get(slot).place() != Slots.Place.TEMPORARY) {
      slot = convert(slot, dtype, dtype);
    }
    slots.makeOutput(slot, output);
  }
}
