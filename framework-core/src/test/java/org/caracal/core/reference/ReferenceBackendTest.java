package org.caracal.core.reference;

import org.caracal.backend.Backend;

class ReferenceBackendTest extends BackendSuite {
  @Override
  protected Backend backend() {
    return new ReferenceBackend();
  }
}
