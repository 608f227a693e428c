package org.caracal.backend;

/**
 * Computes one request. Bound to attributes, element types and shapes when compiled; gets only
 * buffers when run. Allocates nothing when run. Not thread-safe.
 */
@FunctionalInterface
public interface Kernel {
  /**
   * Computes the outputs, whose earlier contents are undefined. Outputs are different buffers from
   * the inputs, except that a kernel of an {@link ElementwiseProgram}, {@link Epilogue} or {@link
   * Reduction} must also work when an output that the program stores is the same buffer as an input
   * of the program whose type equals the output's.
   *
   * @throws org.caracal.DataException if an index among the inputs is out of range
   */
  void run(Buffer[] inputs, Buffer[] outputs);
}
