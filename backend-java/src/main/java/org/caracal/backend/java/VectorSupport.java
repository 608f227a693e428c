package org.caracal.backend.java;

import org.caracal.backend.java.attention.VectorAttentionLoops;
import org.caracal.backend.java.convolution.VectorConvolutionLoops;
import org.caracal.backend.java.elementwise.VectorElementwiseLoops;
import org.caracal.backend.java.limit.VectorPeakLoop;
import org.caracal.backend.java.matmul.VectorProductLoops;
import org.caracal.backend.java.normalization.VectorRowLoops;
import org.caracal.backend.java.random.VectorPhiloxRounds;
import org.caracal.backend.java.reduction.VectorReductionLoops;

/**
 * Finds out whether this JVM has the Vector API. It is an incubator module, which is there only if
 * the JVM was started with it, and whose package this bundle imports optionally: without it, the
 * classes that use it cannot be linked.
 */
final class VectorSupport {
  private static final int FEWEST_LANES = 4;

  private VectorSupport() {}

  /** The fastest loops that run here, with the reason if they are not those of the Vector API. */
  static Loops best() {
    try {
      return vector();
    } catch (LinkageError missing) {
      return Loops.scalar(
          "scalar: the module jdk.incubator.vector is missing; start the JVM with --add-modules"
              + " jdk.incubator.vector");
    }
  }

  private static Loops vector() {
    var products = new VectorProductLoops();
    var lanes = products.lanes();
    if (lanes < FEWEST_LANES) {
      return Loops.scalar("scalar: this JVM has vectors of only " + lanes + " lanes");
    }
    var elementwise = new VectorElementwiseLoops();
    return new Loops(
        "Vector API, " + lanes + " lanes",
        elementwise,
        new VectorReductionLoops(elementwise),
        products,
        new VectorConvolutionLoops(),
        new VectorAttentionLoops(elementwise.floats()),
        new VectorRowLoops(),
        new VectorPhiloxRounds(),
        new VectorPeakLoop());
  }
}
