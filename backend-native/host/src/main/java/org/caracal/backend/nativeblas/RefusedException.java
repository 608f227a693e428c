package org.caracal.backend.nativeblas;

import org.caracal.PluginException;

/** OpenBLAS cannot be used here. */
final class RefusedException extends PluginException {
  private static final long serialVersionUID = 1L;

  private final String reason;
  private final String remedy;

  RefusedException(String reason, String remedy) {
    super(reason + ": " + remedy);
    this.reason = reason;
    this.remedy = remedy;
  }

  RefusedException(String reason, String remedy, Throwable cause) {
    super(reason + ": " + remedy, cause);
    this.reason = reason;
    this.remedy = remedy;
  }

  String reason() {
    return reason;
  }

  String remedy() {
    return remedy;
  }
}
