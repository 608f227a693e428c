package org.caracal.backend.java;

import org.caracal.backend.Backend;
import org.caracal.backend.Execution;
import org.caracal.plugin.BackendPlugin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** The backend in pure Java. */
@Component(service = Backend.class)
@BackendPlugin(name = "java")
public final class JavaBackend implements Backend {
  private final Loops loops;

  /** A backend with the fastest loops that run in this JVM. */
  @Activate
  public JavaBackend() {
    this(Loops.best());
  }

  JavaBackend(Loops loops) {
    this.loops = loops;
  }

  @Override
  public String description() {
    return "pure Java, "
        + loops.description()
        + ", up to "
        + Runtime.getRuntime().availableProcessors()
        + " threads";
  }

  /** The loops that its sessions use. */
  public Loops loops() {
    return loops;
  }

  @Override
  public JavaSession open(Execution execution) {
    return new JavaSession(execution, loops);
  }
}
