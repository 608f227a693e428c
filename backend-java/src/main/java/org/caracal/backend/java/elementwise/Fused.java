package org.caracal.backend.java.elementwise;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.caracal.array.DType;

/**
 * Steps that are computed together, element by element.
 *
 * @param dtype element type of all of them; truth values are 1 and 0
 * @param steps the steps in order
 * @param writes slots of those results that others read
 */
record Fused(DType dtype, List<Step> steps, List<Integer> writes) {
  /** One operator; operands and result are slots. */
  record Step(FusedOperator operator, List<Integer> operands, int result) {}

  /** The slots that are read and not computed here, without constants. */
  Set<Integer> reads(Slots slots) {
    var reads = new LinkedHashSet<Integer>();
    for (var step : steps) {
      for (var operand : step.operands) {
        if (slots.get(operand).place() != Slots.Place.CONSTANT) {
          reads.add(operand);
        }
      }
    }
    steps.forEach(step -> reads.remove(step.result));
    return reads;
  }

  /**
   * How much code the vectors' loop is, in hundreds of bytecodes once all methods of the Vector API
   * are inlined.
   */
  double weight(Slots slots) {
    var constants = new HashSet<Double>();
    var weight = 0.0;
    for (var step : steps) {
      weight += step.operator.weight();
      for (var operand : step.operands) {
        if (slots.get(operand).place() == Slots.Place.CONSTANT) {
          constants.add(slots.get(operand).value());
        }
      }
    }
    var reads = reads(slots);
    return weight + 2 * reads.size() + 2 * writes.size() + constants.size();
  }
}
