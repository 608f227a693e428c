package org.caracal.core.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.caracal.array.DType;
import org.caracal.backend.BackendSession;
import org.caracal.backend.Buffer;
import org.caracal.backend.Compilation;
import org.caracal.backend.Execution;
import org.caracal.backend.KernelRequest;
import org.caracal.core.reference.ReferenceBackend;

/**
 * A session of the reference backend that declines some requests, and tells what it was asked for.
 */
final class WatchedSession implements BackendSession {
  private final BackendSession session = new ReferenceBackend().open(new Execution(1));
  private final Predicate<KernelRequest> declined;

  /** The requests for which there is a kernel. */
  final List<KernelRequest> compiled = new ArrayList<>();

  /** The number of elements of all buffers. */
  long allocated;

  WatchedSession() {
    this(request -> false);
  }

  WatchedSession(Predicate<KernelRequest> declined) {
    this.declined = declined;
  }

  @Override
  public Buffer allocate(DType dtype, int length) {
    allocated += length;
    return session.allocate(dtype, length);
  }

  @Override
  public Compilation compile(KernelRequest request) {
    if (declined.test(request)) {
      return new Compilation.Declined("not today");
    }
    var compilation = session.compile(request);
    if (compilation instanceof Compilation.Compiled) {
      compiled.add(request);
    }
    return compilation;
  }

  @Override
  public void close() {
    session.close();
  }
}
