package org.caracal;

/**
 * A plugin or backend that is missing or misbehaves: threw, returned a wrong shape, hung or
 * disappeared. The message names the bundle with its version, the layer path and the step as far as
 * they are known. Exit code 4.
 */
public class PluginException extends CaracalException {
  private static final long serialVersionUID = 1L;

  /** Creates a failure with a complete, readable message. */
  public PluginException(String message) {
    super(message);
  }

  /** Creates a failure with a complete, readable message and what caused it. */
  public PluginException(String message, Throwable cause) {
    super(message, cause);
  }

  @Override
  public int exitCode() {
    return 4;
  }
}
