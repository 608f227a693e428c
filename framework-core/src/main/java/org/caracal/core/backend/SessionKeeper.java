package org.caracal.core.backend;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.caracal.DataException;
import org.caracal.PluginException;
import org.caracal.backend.BackendSession;
import org.caracal.training.RunOptions;
import org.jspecify.annotations.Nullable;

/**
 * A session of the backend that a wish leads to, and what was prepared on it, kept from one use to
 * the next. Each use leases the backend; one that fails is not used again, and the use is repeated
 * on the next one. Between two uses nothing holds a backend back: when it leaves, its session is
 * closed at once.
 *
 * <p>Thread-safe: uses wait for each other.
 *
 * @param <B> what is prepared on a session, such as plans and buffers
 */
public final class SessionKeeper<B extends AutoCloseable> implements AutoCloseable {
  private static final System.Logger LOGGER = System.getLogger(SessionKeeper.class.getName());

  private final BackendRegistry registry;
  private final RunOptions options;
  private final Function<BackendSession, B> prepare;
  private final BackendRegistry.Subscription subscription;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Long, String> failed = new HashMap<>(); // guarded by lock, as all below
  private @Nullable Kept<B> kept;
  private boolean closed;

  private record Kept<B extends AutoCloseable>(
      Candidate candidate, BackendSession session, B prepared) {
    void close() {
      try (session) {
        prepared.close();
      } catch (Exception | Error e) { // a broken backend must not keep us from leaving it
        LOGGER.log(System.Logger.Level.WARNING, candidate.registered() + " failed to close", e);
      }
    }
  }

  /**
   * Keeps no session before the first use.
   *
   * @param prepare what to prepare on a new session
   * @throws org.caracal.SpecException if no backend of the wished name is known
   */
  public SessionKeeper(
      BackendRegistry registry, RunOptions options, Function<BackendSession, B> prepare) {
    registry.check(options.backend());
    this.registry = registry;
    this.options = options;
    this.prepare = prepare;
    this.subscription = registry.listen(this::leaveIfGone);
  }

  /**
   * Uses what was prepared. If the backend fails, {@code use} is called again with another one.
   *
   * @throws PluginException if no backend is left
   * @throws IllegalStateException if this is closed
   */
  public <T> T use(Function<B, T> use) {
    lock.lock();
    try {
      while (true) {
        if (closed) {
          throw new IllegalStateException("closed");
        }
        var choice =
            registry
                .choose(new BackendWish(options.backend(), failed))
                .orElseThrow(this::noBackend);
        var lease = registry.lease(choice.candidate());
        if (lease.isEmpty()) {
          continue; // it has left in the meantime
        }
        try (var leased = lease.get()) {
          return use.apply(prepared(leased));
        } catch (DataException e) {
          throw e;
        } catch (RuntimeException | Error e) {
          failed.put(choice.candidate().registered().serviceId(), String.valueOf(e.getMessage()));
          LOGGER.log(
              System.Logger.Level.WARNING,
              choice.candidate().registered() + " failed: " + e.getMessage(),
              e);
          leave();
        }
      }
    } finally {
      lock.unlock();
      leaveIfGone();
    }
  }

  private B prepared(BackendLease lease) {
    var present = kept;
    if (present != null
        && present.candidate().registered().equals(lease.candidate().registered())) {
      return present.prepared();
    }
    leave();
    var session = lease.open(options.execution());
    try {
      var prepared = prepare.apply(session);
      kept = new Kept<>(lease.candidate(), session, prepared);
      return prepared;
    } catch (RuntimeException | Error e) {
      session.close();
      throw e;
    }
  }

  private PluginException noBackend() {
    return new PluginException(
        "no backend can be used"
            + (failed.isEmpty() ? "" : ": " + String.join("; ", failed.values()))
            + registry.describeRefusals()
            + "; install a backend bundle, such as org.caracal.backend.java");
  }

  /**
   * Called by whoever changes the backends: must not wait for a use, nor end one that is under way
   * on the same thread. Each use ends with a look of its own.
   */
  private void leaveIfGone() {
    if (!lock.isHeldByCurrentThread() && lock.tryLock()) {
      try {
        if (kept != null
            && registry.candidates().stream()
                .noneMatch(other -> other.registered().equals(kept.candidate().registered()))) {
          leave();
        }
      } finally {
        lock.unlock();
      }
    }
  }

  private void leave() {
    if (kept != null) {
      kept.close();
      kept = null;
    }
  }

  /** Gives up the session. Idempotent. */
  @Override
  public void close() {
    subscription.close();
    lock.lock();
    try {
      closed = true;
      leave();
    } finally {
      lock.unlock();
    }
  }
}
