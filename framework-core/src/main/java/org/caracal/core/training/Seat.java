package org.caracal.core.training;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.caracal.PluginException;
import org.caracal.core.backend.BackendRegistry;
import org.caracal.core.backend.BackendWish;
import org.caracal.core.backend.Candidate;
import org.caracal.core.backend.Choice;
import org.caracal.training.Run;
import org.jspecify.annotations.Nullable;

/**
 * Where a run computes: it takes the backend that the wish leads to, moves when the wish or the
 * backends change, falls back when one fails, and waits when there is none. Everything happens on
 * the thread of the run, between two steps; others only wake it through {@link RunControl}.
 */
final class Seat implements AutoCloseable {
  private static final Logger LOGGER = System.getLogger(Seat.class.getName());

  private final BackendRegistry registry;
  private final RunParts parts;
  private final long patienceNanos;
  private final Map<Long, String> failed = new HashMap<>();
  private String wish;
  private String last = "";
  private boolean lost;
  private @Nullable Workbench bench;

  /**
   * Creates a seat that nobody sits on yet.
   *
   * @param patienceNanos how long to wait for a backend when all have left
   */
  Seat(BackendRegistry registry, RunParts parts, long patienceNanos) {
    this.registry = registry;
    this.parts = parts;
    this.patienceNanos = patienceNanos;
    this.wish = parts.options().backend();
  }

  /** What to compute with; there is one after {@link #settle} has returned true. */
  Workbench bench() {
    if (bench == null) {
      throw new IllegalStateException("the run has no backend");
    }
    return bench;
  }

  /**
   * Whether the values of the variables went down with a backend since the last call: take those of
   * the last good step.
   */
  boolean takeLost() {
    var was = lost;
    lost = false;
    return was;
  }

  /**
   * Looks whether to move, and does so.
   *
   * @param asked a backend that was asked for
   * @return false if there is no backend and the run is to stop
   * @throws PluginException if there is no usable backend
   */
  boolean settle(Optional<String> asked) {
    asked.ifPresent(name -> wish = name);
    var current = bench;
    var leaving = current != null && current.lease().leaving();
    if (current != null && !leaving && parts.options().swapEvery() > 0 && asked.isEmpty()) {
      return true;
    }
    var choice = registry.choose(new BackendWish(wish, failed));
    if (current != null && !leaving) {
      var stay =
          choice.isEmpty()
              || choice
                  .get()
                  .candidate()
                  .registered()
                  .equals(current.choice().candidate().registered());
      return stay || move(choice.get(), choice.get().reason());
    }
    var why = leaving ? last + " is leaving" : "";
    return choice.isPresent() ? move(choice.get(), why) : await(why);
  }

  /** Moves to the backend that comes after the present one in the order of preference. */
  boolean rotate(String why) {
    var candidates =
        registry.candidates().stream()
            .filter(candidate -> !failed.containsKey(id(candidate)))
            .toList();
    var present = bench().choice().candidate().registered();
    for (var i = 0; i < candidates.size(); i++) {
      if (candidates.get(i).registered().equals(present) && candidates.size() > 1) {
        return move(new Choice(candidates.get((i + 1) % candidates.size()), why), why);
      }
    }
    return true;
  }

  /**
   * The backend has failed: falls back to another one.
   *
   * @return false if there is no backend and the run is to stop
   * @throws PluginException if there is no other
   */
  boolean fail(Throwable failure) {
    var broken = bench();
    var message =
        failure instanceof PluginException ? failure.getMessage() : String.valueOf(failure);
    if (broken.lease().leaving()) {
      LOGGER.log(
          Level.INFO,
          last + " left in the middle of a step, which is repeated on another backend: " + message);
      return settle(Optional.empty());
    }
    LOGGER.log(
        Level.WARNING,
        broken.choice().candidate().registered()
            + " failed and is not used again in this run: "
            + message,
        failure);
    failed.put(id(broken.choice().candidate()), message);
    var choice = registry.choose(new BackendWish(wish, failed));
    if (choice.isEmpty()) {
      leave();
      throw new PluginException(
          broken.choice().candidate().registered()
              + " failed, and there is no other backend to fall back to: "
              + message,
          failure);
    }
    return move(choice.get(), message);
  }

  /** Leaves the present backend, if there is one, with all variables on the heap. */
  private void leave() {
    var left = bench;
    bench = null;
    if (left == null) {
      return;
    }
    try {
      parts.variables().moveToHeap();
    } catch (RuntimeException | Error e) {
      LOGGER.log(
          Level.WARNING,
          last + " does not give back what it holds; going back to the last saved step",
          e);
      parts.variables().abandon();
      lost = true;
    }
    left.close();
  }

  /** Moves; a backend that cannot be used is noted as failed, and the next one tried. */
  private boolean move(Choice target, String why) {
    var began = System.nanoTime();
    var from = last;
    leave();
    var lease = registry.lease(target.candidate());
    if (lease.isEmpty()) {
      return settle(Optional.empty());
    }
    var first = parts.graphs().training(rows());
    try {
      bench =
          new Workbench(
              lease.get(),
              target,
              parts.options().execution(),
              parts.variables(),
              parts.profiler());
      bench.training(first, parts.events().layersWanted());
    } catch (RuntimeException | Error e) {
      if (bench != null) {
        return fail(e);
      }
      failed.put(id(target.candidate()), String.valueOf(e.getMessage()));
      LOGGER.log(Level.WARNING, e.getMessage(), e);
      var next = registry.choose(new BackendWish(wish, failed));
      if (next.isEmpty()) {
        throw new PluginException("no backend can be used: " + e.getMessage(), e);
      }
      return move(next.get(), why.isEmpty() ? String.valueOf(e.getMessage()) : why);
    }
    last = target.candidate().name();
    parts.status().backend(new Run.BackendChoice(last, bench.description(), target.reason()));
    if (!from.isEmpty()) {
      parts
          .events()
          .swapped(from, last, why.isEmpty() ? target.reason() : why, System.nanoTime() - began);
    }
    return true;
  }

  /** Waits for a backend. */
  private boolean await(String why) {
    leave();
    LOGGER.log(
        Level.WARNING,
        (why.isEmpty() ? "no backend is registered" : why) + ": waiting for a backend");
    var before = parts.status().state();
    parts.status().state(Run.State.WAITING);
    var deadline = System.nanoTime() + patienceNanos;
    for (; ; ) {
      var asked = parts.control().await(Math.max(1, deadline - System.nanoTime()));
      var requests = parts.control().take();
      requests.backend().ifPresent(name -> wish = name);
      if (requests.stop()) {
        return false;
      }
      var choice = registry.choose(new BackendWish(wish, failed));
      if (choice.isPresent()) {
        parts.status().state(before);
        return move(choice.get(), choice.get().candidate().name() + " arrived");
      }
      if (!asked && System.nanoTime() >= deadline) {
        throw new PluginException(
            "all backends have left and none has come back within "
                + patienceNanos / 1_000_000_000
                + " s: start a backend bundle and resume");
      }
    }
  }

  /** The size of a full batch, whose step is planned with each move. */
  private int rows() {
    return parts.data().rows(parts.job());
  }

  private static Long id(Candidate candidate) {
    return candidate.registered().serviceId();
  }

  @Override
  public void close() {
    leave();
  }
}
