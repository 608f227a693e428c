package org.caracal.backend.java.elementwise;

import java.util.Locale;
import java.util.Optional;
import org.caracal.array.DType;
import org.caracal.graph.Binary;
import org.caracal.graph.Compare;
import org.caracal.graph.Operation;
import org.caracal.graph.Select;
import org.caracal.graph.Unary;

/** Operators on floating point numbers that processors have instructions for. */
enum FusedOperator {
  COPY,
  NEGATE,
  ABS,
  SIGN,
  RECIPROCAL,
  SQRT,
  NOT,
  ADD,
  SUBTRACT,
  MULTIPLY,
  DIVIDE,
  MAXIMUM,
  MINIMUM,
  EQUAL,
  NOT_EQUAL,
  LESS,
  LESS_EQUAL,
  GREATER,
  GREATER_EQUAL,
  SELECT,

  /** {@code a b + c}, rounded once. */
  FMA,

  /** The number whose exponent are the lowest bits of the operand. */
  POWER_OF_TWO;

  /** The operator of an operation on a type in which its operands are stored, if there is one. */
  static Optional<FusedOperator> of(Operation operation, DType stored) {
    if (!stored.isFloating()) {
      return Optional.empty();
    }
    if (operation instanceof Unary unary) {
      return of(unary.function());
    }
    if (operation instanceof Binary binary) {
      return of(binary.function());
    }
    if (operation instanceof Compare compare) {
      return Optional.of(valueOf(compare.relation().name()));
    }
    return operation instanceof Select ? Optional.of(SELECT) : Optional.empty();
  }

  private static Optional<FusedOperator> of(Unary.Function function) {
    return switch (function) {
      case NEGATE, ABS, SIGN, RECIPROCAL, SQRT, NOT -> Optional.of(valueOf(function.name()));
      default -> Optional.empty();
    };
  }

  /** Truth values are 1 and 0, so AND is a product and OR a maximum. */
  private static Optional<FusedOperator> of(Binary.Function function) {
    return switch (function) {
      case AND -> Optional.of(MULTIPLY);
      case OR -> Optional.of(MAXIMUM);
      case POWER -> Optional.empty();
      default -> Optional.of(valueOf(function.name()));
    };
  }

  /** Whether the result is a truth value. */
  boolean isRelation() {
    return ordinal() >= EQUAL.ordinal() && ordinal() <= GREATER_EQUAL.ordinal();
  }

  /** Its name as that of a method, such as {@code lessEqual}. */
  String methodName() {
    var words = name().toLowerCase(Locale.ROOT).split("_");
    return words.length == 1
        ? words[0]
        : words[0] + words[1].substring(0, 1).toUpperCase(Locale.ROOT) + words[1].substring(1);
  }

  /** Estimated time for one element, in nanoseconds. */
  double nanos() {
    return switch (this) {
      case DIVIDE, RECIPROCAL, SQRT -> 0.2;
      default -> 0.04;
    };
  }

  /** Hundreds of bytecodes of its vector version, once inlined. */
  double weight() {
    return switch (this) {
      case COPY -> 0;
      case SIGN -> 12;
      case SELECT -> 5;
      case POWER_OF_TWO -> 7;
      default -> 3;
    };
  }
}
