package org.caracal.core.training;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.caracal.array.DType;
import org.caracal.backend.Backend;
import org.caracal.backend.BackendSession;
import org.caracal.backend.Buffer;
import org.caracal.backend.Compilation;
import org.caracal.backend.Execution;
import org.caracal.backend.HeapBuffer;
import org.caracal.backend.Kernel;
import org.caracal.backend.KernelRequest;
import org.caracal.core.reference.ReferenceBackend;

/**
 * Computes as the reference does, possibly on storage of its own that the engine cannot look into,
 * until something fails. It counts what is open.
 */
final class FaultyBackend implements Backend {
  /** Where to fail. */
  enum Fault {
    NONE,
    OPEN,
    ALLOCATE,
    COMPILE,
    /** In a kernel. */
    RUN,
    /** In a kernel, and whatever is asked for afterwards: what was stored is lost. */
    LOSS
  }

  private final boolean opaque;
  private final Fault fault;
  private final Supplier<? extends Throwable> failure;
  private final AtomicInteger callsToGo;
  private final AtomicInteger open = new AtomicInteger();
  private final List<Execution> executions = new CopyOnWriteArrayList<>();
  private volatile boolean failed;

  /** A backend that does not fail. */
  FaultyBackend(boolean opaque) {
    this(opaque, Fault.NONE, 0, IllegalStateException::new);
  }

  /** A backend that fails in a call: open, allocate, compile or run, whatever the fault is. */
  FaultyBackend(boolean opaque, Fault fault, int call, Supplier<? extends Throwable> failure) {
    this.opaque = opaque;
    this.fault = fault;
    this.failure = failure;
    this.callsToGo = new AtomicInteger(call);
  }

  /** The number of sessions and buffers that are not closed. */
  int open() {
    return open.get();
  }

  /** How the sessions were asked to compute. */
  List<Execution> executions() {
    return List.copyOf(executions);
  }

  /** Whether it has failed. */
  boolean hasFailed() {
    return failed;
  }

  private void at(Fault place) {
    if ((failed && fault == Fault.LOSS)
        || (place == (fault == Fault.LOSS ? Fault.RUN : fault)
            && callsToGo.getAndDecrement() == 0)) {
      failed = true;
      FaultyBackend.<RuntimeException>sneak(failure.get());
    }
  }

  @SuppressWarnings("unchecked") // any throwable, as a plugin can
  private static <T extends Throwable> void sneak(Throwable failure) throws T {
    throw (T) failure;
  }

  @Override
  public String description() {
    return "for tests";
  }

  @Override
  public BackendSession open(Execution execution) {
    at(Fault.OPEN);
    open.incrementAndGet();
    executions.add(execution);
    return new Session();
  }

  private final class Session implements BackendSession {
    private final BackendSession reference = new ReferenceBackend().open(new Execution(1));
    private boolean closed;

    @Override
    public Buffer allocate(DType dtype, int length) {
      at(Fault.ALLOCATE);
      return opaque ? new Opaque(new HeapBuffer(dtype, length)) : new HeapBuffer(dtype, length);
    }

    @Override
    public Compilation compile(KernelRequest request) {
      at(Fault.COMPILE);
      return reference.compile(request) instanceof Compilation.Compiled compiled
          ? new Compilation.Compiled(watched(compiled.kernel()))
          : new Compilation.Declined("not by the reference");
    }

    private Kernel watched(Kernel kernel) {
      return (inputs, outputs) -> {
        at(Fault.RUN);
        kernel.run(heap(inputs), heap(outputs));
      };
    }

    private static Buffer[] heap(Buffer[] buffers) {
      return Arrays.stream(buffers)
          .map(buffer -> buffer instanceof Opaque own ? own.heap : buffer)
          .toArray(Buffer[]::new);
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        open.decrementAndGet();
      }
    }
  }

  private final class Opaque implements Buffer {
    private final HeapBuffer heap;
    private boolean closed;

    Opaque(HeapBuffer heap) {
      this.heap = heap;
      open.incrementAndGet();
    }

    @Override
    public DType dtype() {
      return heap.dtype();
    }

    @Override
    public int length() {
      return heap.length();
    }

    @Override
    public void write(Object elements) {
      usable();
      heap.write(elements);
    }

    @Override
    public void read(Object elements) {
      usable();
      heap.read(elements);
    }

    private void usable() {
      if (closed) {
        throw new IllegalStateException("this buffer was closed");
      }
      if (fault == Fault.LOSS && failed) {
        throw new IllegalStateException("the device is gone");
      }
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        open.decrementAndGet();
      }
    }
  }
}
