package org.caracal.it.faulty;

import java.util.concurrent.atomic.AtomicInteger;
import org.caracal.array.DType;
import org.caracal.backend.Backend;
import org.caracal.backend.BackendSession;
import org.caracal.backend.Buffer;
import org.caracal.backend.Compilation;
import org.caracal.backend.Execution;
import org.caracal.backend.KernelRequest;
import org.caracal.plugin.BackendPlugin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Computes as the Java backend does until a kernel throws: in the first session the first one that
 * is run, in the second session the second one, and so on.
 */
@Component(property = "service.ranking:Integer=1000")
@BackendPlugin(name = "faulty")
public final class FaultyBackend implements Backend {
  private final Backend java;
  private final AtomicInteger sessions = new AtomicInteger();

  /** Takes the backend that computes. */
  @Activate
  public FaultyBackend(@Reference(target = "(caracal.name=java)") Backend java) {
    this.java = java;
  }

  @Override
  public String description() {
    return "fails in the end";
  }

  @Override
  public BackendSession open(Execution execution) {
    return new Session(java.open(execution), sessions.incrementAndGet());
  }

  private static final class Session implements BackendSession {
    private final BackendSession session;
    private int kernelsLeft;

    Session(BackendSession session, int kernels) {
      this.session = session;
      this.kernelsLeft = kernels;
    }

    @Override
    public Buffer allocate(DType dtype, int length) {
      return session.allocate(dtype, length);
    }

    @Override
    public Compilation compile(KernelRequest request) {
      return session.compile(request) instanceof Compilation.Compiled compiled
          ? new Compilation.Compiled(
              (inputs, outputs) -> {
                if (--kernelsLeft < 0) {
                  throw new IllegalStateException("a kernel is worn out");
                }
                compiled.kernel().run(inputs, outputs);
              })
          : new Compilation.Declined("the Java backend declines it");
    }

    @Override
    public void close() {
      session.close();
    }
  }
}
