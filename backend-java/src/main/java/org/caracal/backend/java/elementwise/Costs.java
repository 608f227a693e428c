package org.caracal.backend.java.elementwise;

import org.caracal.graph.Binary;
import org.caracal.graph.Operation;
import org.caracal.graph.Unary;

/** Rough times for one element, by which work is divided among threads. */
final class Costs {
  static final double SIMPLE = 0.15;
  private static final double TRANSCENDENTAL = 1.5;
  private static final double POWER = 20;

  private Costs() {}

  static double of(Operation operation) {
    if (operation instanceof Unary unary) {
      return switch (unary.function()) {
        case NEGATE, ABS, SIGN, FLOOR, NOT -> SIMPLE;
        default -> TRANSCENDENTAL;
      };
    }
    if (operation instanceof Binary binary) {
      return switch (binary.function()) {
        case POWER -> POWER;
        default -> SIMPLE;
      };
    }
    return SIMPLE;
  }
}
