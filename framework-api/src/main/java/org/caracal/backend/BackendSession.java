package org.caracal.backend;

import java.util.Optional;
import org.caracal.array.DType;

/**
 * Memory and kernels for one run or predictor. Used by one thread at a time; kernels of one session
 * never run at the same time, kernels of different sessions may.
 */
public interface BackendSession extends AutoCloseable {
  /** A zeroed buffer of this backend's storage. */
  Buffer allocate(DType dtype, int length);

  /**
   * A kernel bound to the request's attributes, element types and shapes, or the reason why there
   * is none.
   */
  Compilation compile(KernelRequest request);

  /**
   * Measures what the threads of this session can do at most with numbers of a floating type; takes
   * a second or so. Empty if this backend does not know.
   */
  default Optional<Limits> limits(DType dtype) {
    return Optional.empty();
  }

  /** Gives up threads and memory of this session, not its buffers. Idempotent. */
  @Override
  void close();
}
