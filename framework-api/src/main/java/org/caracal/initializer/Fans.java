package org.caracal.initializer;

/**
 * How many inputs and outputs the elements of a parameter connect.
 *
 * @param in number of inputs of each output
 * @param out number of outputs of each input
 */
public record Fans(long in, long out) {
  /** For parameters that connect nothing, such as a bias. */
  public static final Fans NONE = new Fans(1, 1);
}
