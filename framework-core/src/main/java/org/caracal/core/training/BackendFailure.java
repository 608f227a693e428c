package org.caracal.core.training;

/**
 * A backend has failed in the use of its kernels or buffers: the run falls back to another. Never
 * leaves this package.
 */
final class BackendFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BackendFailure(Throwable cause) {
    super(String.valueOf(cause.getMessage() == null ? cause : cause.getMessage()), cause);
  }
}
