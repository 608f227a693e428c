package org.caracal.backend.java;

import org.caracal.backend.Backend;
import org.caracal.backend.Execution;
import org.caracal.plugin.BackendPlugin;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** The backend in pure Java. */
@Component(service = Backend.class)
@BackendPlugin(name = "java")
public final class JavaBackend implements Backend {
  private @Nullable Loops loops; // guarded by this

  /** A backend with the fastest loops that run in this JVM, which it looks for once it is used. */
  @Activate
  public JavaBackend() {}

  JavaBackend(Loops loops) {
    this.loops = loops;
  }

  @Override
  public String description() {
    return "pure Java, "
        + loops().description()
        + ", up to "
        + Runtime.getRuntime().availableProcessors()
        + " threads";
  }

  /** The loops that its sessions use. */
  public synchronized Loops loops() {
    var best = loops == null ? Loops.best() : loops;
    loops = best;
    return best;
  }

  @Override
  public JavaSession open(Execution execution) {
    return new JavaSession(execution, loops());
  }
}
