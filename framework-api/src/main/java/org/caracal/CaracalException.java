package org.caracal;

/**
 * The root of all failures that Caracal reports. The message names what was wrong, where, and what
 * to do about it; {@link #exitCode()} is what a command line ends with.
 */
public abstract class CaracalException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Creates a failure with a complete, readable message. */
  protected CaracalException(String message) {
    super(message);
  }

  /** Creates a failure with a complete, readable message and what caused it. */
  protected CaracalException(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * The exit code of a command that fails for this reason: 2 usage or spec, 3 data, 4 plugin or
   * backend.
   */
  public abstract int exitCode();
}
