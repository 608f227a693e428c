package org.caracal.backend.java.elementwise;

import jdk.incubator.vector.FloatVector;

/** Loops with the Vector API; can be loaded only where that is. */
public final class VectorElementwiseLoops extends ElementwiseLoops {
  /** Loops with vectors of the width that the JVM prefers. */
  public VectorElementwiseLoops() {
    super(
        new FusedLoops(FloatVector.SPECIES_PREFERRED.length()),
        new VectorFloatBits(),
        new VectorDoubleBits());
  }
}
