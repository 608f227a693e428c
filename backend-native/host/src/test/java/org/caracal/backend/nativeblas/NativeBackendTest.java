package org.caracal.backend.nativeblas;

import org.caracal.backend.Backend;
import org.caracal.core.reference.BackendSuite;

/** All operations, routed as in use. */
class NativeBackendTest extends BackendSuite {
  private final Backend backend = new NativeBackend(TestLibraries.load());

  @Override
  protected Backend backend() {
    return backend;
  }
}
