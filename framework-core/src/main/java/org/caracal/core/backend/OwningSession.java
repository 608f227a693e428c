package org.caracal.core.backend;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.caracal.array.DType;
import org.caracal.backend.BackendSession;
import org.caracal.backend.Buffer;
import org.caracal.backend.Compilation;
import org.caracal.backend.HeapBuffer;
import org.caracal.backend.KernelRequest;
import org.caracal.backend.Limits;

/**
 * A session that closes with it the buffers that nobody has closed before: by contract a backend
 * does not, and a plan or a move that failed half way could not.
 */
final class OwningSession implements BackendSession {
  private final BackendSession session;

  /** Those on the heap need no closing. */
  private final List<Buffer> buffers = new ArrayList<>();

  OwningSession(BackendSession session) {
    this.session = session;
  }

  @Override
  public Buffer allocate(DType dtype, int length) {
    var buffer = session.allocate(dtype, length);
    if (!(buffer instanceof HeapBuffer)) {
      buffers.add(buffer);
    }
    return buffer;
  }

  @Override
  public Compilation compile(KernelRequest request) {
    return session.compile(request);
  }

  @Override
  public Optional<Limits> limits(DType dtype) {
    return session.limits(dtype);
  }

  @Override
  public void close() {
    try (session) {
      buffers.forEach(Buffer::close);
      buffers.clear();
    }
  }
}
