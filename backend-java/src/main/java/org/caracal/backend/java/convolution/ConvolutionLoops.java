package org.caracal.backend.java.convolution;

/** What is computed for one padded image and one group. */
interface ConvolutionLoops {
  /** Writes the group's output channels {@code [filters, spatial']}. */
  void apply(
      ConvolutionProblem problem,
      ConvolutionTaps taps,
      Object kernel,
      int group,
      Object padded,
      Object patches,
      Object output,
      int at);

  /** Writes or adds the group's part of the kernel's gradient. */
  void kernelGradient(
      ConvolutionProblem problem,
      ConvolutionTaps taps,
      Object gradient,
      int at,
      int group,
      Object padded,
      Object patches,
      Object result,
      boolean add);
}
