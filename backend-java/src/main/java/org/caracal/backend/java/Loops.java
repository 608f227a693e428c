package org.caracal.backend.java;

import org.caracal.backend.java.attention.AttentionLoops;
import org.caracal.backend.java.convolution.ConvolutionLoops;
import org.caracal.backend.java.elementwise.ElementwiseLoops;
import org.caracal.backend.java.limit.PeakLoop;
import org.caracal.backend.java.matmul.ProductLoops;
import org.caracal.backend.java.normalization.RowLoops;
import org.caracal.backend.java.random.PhiloxRounds;
import org.caracal.backend.java.reduction.ReductionLoops;

/**
 * The innermost loops, of which there are two sets that give the same results to the bit: plain
 * Java, and the Vector API.
 *
 * @param description what they are and, if they are not the fastest, why, for people
 * @param elementwise elementwise functions
 * @param reduction reductions
 * @param products matrix products
 * @param convolution what packs images for convolutions
 * @param attention passes over the scores of attention
 * @param rows normalization of rows
 * @param random what makes random words
 * @param peak what shows how fast the processor is
 */
public record Loops(
    String description,
    ElementwiseLoops elementwise,
    ReductionLoops reduction,
    ProductLoops products,
    ConvolutionLoops convolution,
    AttentionLoops attention,
    RowLoops rows,
    PhiloxRounds random,
    PeakLoop peak) {
  /** The fastest loops that run in this JVM. */
  public static Loops best() {
    return VectorSupport.best();
  }

  /** Loops in plain Java. */
  public static Loops scalar() {
    return scalar("scalar");
  }

  static Loops scalar(String description) {
    var elementwise = new ElementwiseLoops();
    return new Loops(
        description,
        elementwise,
        new ReductionLoops(elementwise),
        new ProductLoops(),
        new ConvolutionLoops(),
        new AttentionLoops(elementwise.floats()),
        new RowLoops(),
        new PhiloxRounds(),
        new PeakLoop());
  }
}
