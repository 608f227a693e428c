package org.caracal.core.backend;

import org.caracal.backend.Backend;
import org.caracal.backend.BackendSession;
import org.caracal.backend.Execution;

/**
 * The use of a backend by one thread, from opening a session to having moved everything out of it.
 */
public final class BackendLease implements AutoCloseable {
  private final BackendRegistry registry;
  private final Candidate candidate;
  private final Thread owner = Thread.currentThread();
  private volatile boolean leaving;

  BackendLease(BackendRegistry registry, Candidate candidate) {
    this.registry = registry;
    this.candidate = candidate;
  }

  /** The backend. */
  public Backend backend() {
    return candidate.registered().plugin();
  }

  /** Opens a session on the backend, which closes the buffers that are left with it. */
  public BackendSession open(Execution execution) {
    return new OwningSession(backend().open(execution));
  }

  /** The backend's registration. */
  public Candidate candidate() {
    return candidate;
  }

  /** Whether the backend is leaving: move out and close the lease as soon as the step is over. */
  public boolean leaving() {
    return leaving;
  }

  Thread owner() {
    return owner;
  }

  void leave() {
    leaving = true;
  }

  /** Gives the backend back. Idempotent. */
  @Override
  public void close() {
    registry.giveBack(this);
  }
}
