package org.caracal;

/**
 * Data or a file that cannot be used: unreadable, truncated, out of range, not a number. Exit code
 * 3.
 */
public class DataException extends CaracalException {
  private static final long serialVersionUID = 1L;

  /** Creates a failure with a complete, readable message. */
  public DataException(String message) {
    super(message);
  }

  /** Creates a failure with a complete, readable message and what caused it. */
  public DataException(String message, Throwable cause) {
    super(message, cause);
  }

  @Override
  public int exitCode() {
    return 3;
  }
}
