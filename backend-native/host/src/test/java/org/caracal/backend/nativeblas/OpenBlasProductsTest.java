package org.caracal.backend.nativeblas;

import org.caracal.backend.Backend;
import org.caracal.core.reference.BackendSuite;

/** All operations, with OpenBLAS by JNI for every product that it can compute, however small. */
class OpenBlasProductsTest extends BackendSuite {
  private final Backend backend =
      new NativeBackend(TestLibraries.load().copying(), (product, dtype, followed) -> true);

  @Override
  protected Backend backend() {
    return backend;
  }
}
