package org.caracal;

/**
 * A spec, an option or a shape that does not fit. The message names file and line, or the layer
 * path. Exit code 2.
 */
public class SpecException extends CaracalException {
  private static final long serialVersionUID = 1L;

  /** Creates a failure with a complete, readable message. */
  public SpecException(String message) {
    super(message);
  }

  /** Creates a failure with a complete, readable message and what caused it. */
  public SpecException(String message, Throwable cause) {
    super(message, cause);
  }

  @Override
  public int exitCode() {
    return 2;
  }
}
