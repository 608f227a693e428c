package org.caracal.backend.java.attention;

import org.caracal.backend.java.elementwise.FloatFunctions;

/** The loops of attention that use the Vector API. */
public final class VectorAttentionLoops extends AttentionLoops {
  /** Loops with these functions, for what is no whole vector. */
  public VectorAttentionLoops(FloatFunctions functions) {
    super(functions);
  }

  @Override
  ScorePasses passes(int queries) {
    return new VectorScorePasses(functions, queries);
  }
}
