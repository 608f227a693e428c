package org.caracal.backend.java;

import org.caracal.backend.Backend;
import org.caracal.core.reference.BackendSuite;

class JavaBackendSuiteTest extends BackendSuite {
  @Override
  protected Backend backend() {
    return new JavaBackend();
  }
}
