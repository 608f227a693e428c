package org.caracal.backend.java;

import java.util.Optional;
import org.caracal.array.DType;
import org.caracal.backend.BackendSession;
import org.caracal.backend.Buffer;
import org.caracal.backend.Compilation;
import org.caracal.backend.Execution;
import org.caracal.backend.HeapBuffer;
import org.caracal.backend.KernelRequest;
import org.caracal.backend.Limits;
import org.caracal.backend.java.limit.Measurement;
import org.caracal.backend.java.parallel.ThreadPool;
import org.caracal.backend.java.parallel.Workspace;

/** A session that computes on heap arrays with threads of its own, which end when it is closed. */
public final class JavaSession implements BackendSession {
  private final ThreadPool pool;
  private final Loops loops;
  private final KernelCompiler compiler;

  /** A session that runs its kernels so, with these loops. */
  public JavaSession(Execution execution, Loops loops) {
    pool = new ThreadPool(execution.threads());
    this.loops = loops;
    compiler = new KernelCompiler(loops, execution.exact(), pool, new Workspace());
  }

  /** The threads, for a backend that adds kernels of its own to this session. */
  public ThreadPool pool() {
    return pool;
  }

  @Override
  public Buffer allocate(DType dtype, int length) {
    return new HeapBuffer(dtype, length);
  }

  @Override
  public Compilation compile(KernelRequest request) {
    return compiler.compile(request);
  }

  @Override
  public Optional<Limits> limits(DType dtype) {
    return Optional.of(new Measurement(pool, loops.peak()).measure(dtype));
  }

  @Override
  public void close() {
    pool.close();
  }
}
