package org.caracal.backend.java.attention;

import org.caracal.backend.java.elementwise.FloatFunctions;

/** The loops of attention besides its products, in plain Java. */
public class AttentionLoops {
  final FloatFunctions functions;

  /** Loops with these functions. */
  public AttentionLoops(FloatFunctions functions) {
    this.functions = functions;
  }

  /** The passes over scores of one thread, of at most so many queries at a time. */
  ScorePasses passes(int queries) {
    return new ScorePasses(functions, queries);
  }
}
