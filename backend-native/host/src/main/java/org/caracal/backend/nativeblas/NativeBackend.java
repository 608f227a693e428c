package org.caracal.backend.nativeblas;

import java.util.function.Function;
import org.caracal.backend.Backend;
import org.caracal.backend.BackendSession;
import org.caracal.backend.Execution;
import org.caracal.backend.java.JavaBackend;
import org.caracal.backend.java.Loops;
import org.caracal.plugin.BackendPlugin;

/** The backend with matrix products by OpenBLAS, and everything else as the Java backend has it. */
@BackendPlugin(name = NativeBackend.NAME)
final class NativeBackend implements Backend {
  static final String NAME = "native";

  private final JavaBackend java = new JavaBackend();
  private final OpenBlas openBlas;
  private final Function<Loops, Routing> routing;

  NativeBackend(OpenBlas openBlas) {
    this.openBlas = openBlas;
    this.routing = loops -> new MeasuredRouting(loops.products().lanes(), openBlas.takesArrays());
  }

  NativeBackend(OpenBlas openBlas, Routing routing) {
    this.openBlas = openBlas;
    this.routing = loops -> routing;
  }

  @Override
  public String description() {
    return openBlas.description() + ", else " + java.description();
  }

  @Override
  public BackendSession open(Execution execution) {
    return new NativeSession(java.open(execution), openBlas, routing.apply(java.loops()));
  }
}
