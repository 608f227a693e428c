package org.caracal.backend.java;

import org.caracal.backend.java.elementwise.ElementwiseLoops;
import org.caracal.backend.java.reduction.ReductionLoops;

/**
 * The innermost loops, of which there are two sets that give the same results to the bit: plain
 * Java, and the Vector API.
 *
 * @param description what they are, for people
 * @param elementwise elementwise functions
 * @param reduction reductions
 */
public record Loops(String description, ElementwiseLoops elementwise, ReductionLoops reduction) {
  /** Loops in plain Java. */
  public static Loops scalar() {
    return new Loops("scalar", new ElementwiseLoops(), new ReductionLoops());
  }
}
