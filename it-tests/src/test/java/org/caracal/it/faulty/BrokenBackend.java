package org.caracal.it.faulty;

import org.caracal.backend.Backend;
import org.caracal.backend.BackendSession;
import org.caracal.backend.Execution;
import org.caracal.plugin.BackendPlugin;
import org.osgi.service.component.annotations.Component;

/** A backend that opens no session. */
@Component
@BackendPlugin(name = "broken")
public final class BrokenBackend implements Backend {
  @Override
  public String description() {
    return "broken";
  }

  @Override
  public BackendSession open(Execution execution) {
    throw new IllegalStateException("out of order");
  }
}
