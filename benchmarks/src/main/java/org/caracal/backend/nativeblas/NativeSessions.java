package org.caracal.backend.nativeblas;

import java.nio.file.Path;
import java.util.List;
import org.caracal.backend.BackendSession;
import org.caracal.backend.Execution;

/** Sessions of the native backend that need no container. */
public final class NativeSessions {
  private NativeSessions() {}

  /** Loads OpenBLAS and opens a session. */
  public static BackendSession open(Execution execution) {
    var folder = Path.of(System.getProperty("java.io.tmpdir"), "caracal-benchmarks");
    return new NativeBackend(OpenBlas.load(List.of(folder))).open(execution);
  }
}
