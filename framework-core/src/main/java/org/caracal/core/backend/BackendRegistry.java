package org.caracal.core.backend;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.caracal.SpecException;
import org.caracal.backend.Backend;
import org.caracal.backend.BackendRefusal;
import org.caracal.core.plugin.Registered;
import org.caracal.plugin.PluginKind;
import org.caracal.plugin.Plugins;
import org.caracal.training.RunOptions;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.Version;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * The backends that are registered at this moment and the leases on them. Thread-safe; see the
 * package for how.
 */
@Component(service = BackendRegistry.class)
public final class BackendRegistry {
  private final long limitNanos;
  private final List<BackendRefusal> refusals = new CopyOnWriteArrayList<>();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final Set<BackendLease> leases = new HashSet<>(); // guarded by itself
  private volatile List<Candidate> candidates = List.of(); // replaced as a whole

  /** Creates the component. */
  @Activate
  public BackendRegistry() {
    this(Duration.ofSeconds(20));
  }

  /** Creates a registry whose leaving backends wait for their leases no longer than a limit. */
  public BackendRegistry(Duration limit) {
    this.limitNanos = limit.toNanos();
  }

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void addBackend(Backend backend, ServiceReference<Backend> reference) {
    add(candidate(backend, reference));
  }

  /** The ranking has changed. */
  void updatedBackend(Backend backend, ServiceReference<Backend> reference) {
    add(candidate(backend, reference));
  }

  void removeBackend(Backend backend, ServiceReference<Backend> reference) {
    remove(candidate(backend, reference).registered());
  }

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void addRefusal(BackendRefusal refusal) {
    refusals.add(refusal);
  }

  void removeRefusal(BackendRefusal refusal) {
    refusals.remove(refusal);
  }

  /** Adds a backend, or replaces it if its ranking has changed, and tells the listeners. */
  public void add(Candidate candidate) {
    replace(candidate.registered(), Optional.of(candidate));
    listeners.forEach(Runnable::run);
  }

  /** In one go: a run must not see the list without a backend that is only ranked anew. */
  private synchronized void replace(Registered<Backend> backend, Optional<Candidate> candidate) {
    var others = candidates.stream().filter(other -> !other.registered().equals(backend));
    candidates = Stream.concat(others, candidate.stream()).sorted().toList();
  }

  /**
   * Takes a backend off the list and returns when its leases are given back, or the limit has
   * passed.
   */
  public void remove(Registered<Backend> backend) {
    replace(backend, Optional.empty());
    var held = new ArrayList<BackendLease>();
    synchronized (leases) {
      leases.stream()
          .filter(lease -> lease.candidate().registered().equals(backend))
          .forEach(held::add);
      held.forEach(BackendLease::leave);
    }
    listeners.forEach(Runnable::run);
    held.removeIf(lease -> lease.owner() == Thread.currentThread());
    awaitReturn(held);
  }

  private void awaitReturn(List<BackendLease> held) {
    var deadline = System.nanoTime() + limitNanos;
    var interrupted = false;
    synchronized (leases) {
      while (held.stream().anyMatch(leases::contains)) {
        var left = (deadline - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          break;
        }
        try {
          leases.wait(left);
        } catch (InterruptedException e) {
          interrupted = true; // whoever stops the bundle is in a hurry
          break;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Calls {@code listener} after every change, on the thread that makes it, until the handle is
   * closed. It must not block.
   */
  public Subscription listen(Runnable listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /** Ends a subscription. */
  public interface Subscription extends AutoCloseable {
    @Override
    void close();
  }

  /** All backends, the preferred one first. */
  public List<Candidate> candidates() {
    return candidates;
  }

  /** Backends that cannot be used here. */
  public List<BackendRefusal> refusals() {
    return List.copyOf(refusals);
  }

  /** The backend that the wish leads to at this moment, if there is one. */
  public Optional<Choice> choose(BackendWish wish) {
    return Choices.choose(candidates(), refusals(), wish);
  }

  /**
   * Leases a chosen backend for the calling thread.
   *
   * @return empty if it has left in the meantime: choose again
   */
  public Optional<BackendLease> lease(Candidate candidate) {
    synchronized (leases) {
      if (!candidates.contains(candidate)) {
        return Optional.empty();
      }
      var lease = new BackendLease(this, candidate);
      leases.add(lease);
      return Optional.of(lease);
    }
  }

  void giveBack(BackendLease lease) {
    synchronized (leases) {
      leases.remove(lease);
      leases.notifyAll();
    }
  }

  /**
   * Checks a name that somebody asks for.
   *
   * @throws SpecException if no backend of that name is known
   */
  public void check(String name) {
    var known = candidates();
    if (name.equals(RunOptions.AUTO)
        || known.stream().anyMatch(found -> found.name().equals(name))) {
      return;
    }
    if (refusals.stream().noneMatch(refusal -> refusal.name().equals(name))) {
      throw new SpecException("there is no backend " + name + ": use auto" + describe(known));
    }
  }

  private String describe(List<Candidate> known) {
    var names = known.stream().map(Candidate::name).distinct().collect(Collectors.joining(" or "));
    return (names.isEmpty() ? ", or install a backend bundle" : ", " + names) + describeRefusals();
  }

  /** The refusals with their remedies in brackets, or an empty text. */
  public String describeRefusals() {
    var refused = refusals.stream().map(Choices::refusal).collect(Collectors.joining("; "));
    return refused.isEmpty() ? "" : " (" + refused + ")";
  }

  private static Candidate candidate(Backend backend, ServiceReference<Backend> reference) {
    var bundle = reference.getBundle();
    var ranking =
        reference.getProperty(Constants.SERVICE_RANKING) instanceof Integer number ? number : 0;
    return new Candidate(
        new Registered<>(
            backend,
            PluginKind.BACKEND,
            String.valueOf(reference.getProperty(Plugins.NAME_PROPERTY)),
            bundle == null ? "" : bundle.getSymbolicName(),
            bundle == null ? Version.emptyVersion : bundle.getVersion(),
            (Long) reference.getProperty(Constants.SERVICE_ID)),
        ranking);
  }
}
