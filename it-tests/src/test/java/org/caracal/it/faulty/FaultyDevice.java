package org.caracal.it.faulty;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.caracal.array.DType;
import org.caracal.backend.Backend;
import org.caracal.backend.BackendSession;
import org.caracal.backend.Buffer;
import org.caracal.backend.Compilation;
import org.caracal.backend.Execution;
import org.caracal.backend.HeapBuffer;
import org.caracal.backend.KernelRequest;
import org.caracal.plugin.BackendPlugin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * A device with memory of its own, which is lost with all that it holds while a kernel runs: in
 * session n the kernel number 7 n.
 */
@Component(property = "service.ranking:Integer=1000")
@BackendPlugin(name = "device")
public final class FaultyDevice implements Backend {
  private final Backend java;
  private final AtomicInteger sessions = new AtomicInteger();

  /** Takes the backend that computes. */
  @Activate
  public FaultyDevice(@Reference(target = "(caracal.name=java)") Backend java) {
    this.java = java;
  }

  @Override
  public String description() {
    return "a device that gets lost";
  }

  @Override
  public BackendSession open(Execution execution) {
    return new Session(java.open(execution), 7 * sessions.incrementAndGet());
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
      return new Memory(this, new HeapBuffer(dtype, length));
    }

    @Override
    public Compilation compile(KernelRequest request) {
      return session.compile(request) instanceof Compilation.Compiled compiled
          ? new Compilation.Compiled(
              (inputs, outputs) -> {
                --kernelsLeft;
                compiled.kernel().run(storage(inputs), storage(outputs));
              })
          : new Compilation.Declined("the Java backend declines it");
    }

    private static Buffer[] storage(Buffer[] buffers) {
      return Arrays.stream(buffers)
          .map(buffer -> ((Memory) buffer).storage())
          .toArray(Buffer[]::new);
    }

    private void check() {
      if (kernelsLeft < 0) {
        throw new IllegalStateException("the device is lost");
      }
    }

    @Override
    public void close() {
      session.close();
    }
  }

  private record Memory(Session session, HeapBuffer device) implements Buffer {
    HeapBuffer storage() {
      session.check();
      return device;
    }

    @Override
    public DType dtype() {
      return device.dtype();
    }

    @Override
    public int length() {
      return device.length();
    }

    @Override
    public void write(Object elements) {
      storage().write(elements);
    }

    @Override
    public void read(Object elements) {
      storage().read(elements);
    }
  }
}
