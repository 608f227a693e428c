package org.caracal.backend.java.elementwise;

import java.util.List;

/** Appends operators to a program. */
interface Emitter {
  /** Appends an operator; gives the slot of its result. */
  int emit(FusedOperator operator, List<Integer> operands);

  /** The slot of a constant. */
  int constant(double value);

  /** Appends a polynomial, its coefficients with the highest power first. */
  default int polynomial(double[] coefficients, int x) {
    var sum = constant(coefficients[0]);
    for (var i = 1; i < coefficients.length; i++) {
      sum = emit(FusedOperator.FMA, List.of(sum, x, constant(coefficients[i])));
    }
    return sum;
  }
}
