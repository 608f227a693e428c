package org.caracal.plugins.layers;

/** What stands beyond the borders of the input of a convolution or a pooling. */
public enum Padding {
  /** Nothing: the window stays inside. */
  VALID,
  /**
   * As much, evenly on both sides, the odd one after, that the output's extent is the input's
   * divided by the stride, rounded up.
   */
  SAME
}
