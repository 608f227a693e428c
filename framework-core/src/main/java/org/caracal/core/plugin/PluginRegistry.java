package org.caracal.core.plugin;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.caracal.PluginException;
import org.caracal.SpecException;
import org.caracal.backend.BackendRefusal;
import org.caracal.plugin.PluginCatalog;
import org.caracal.plugin.PluginDescription;
import org.caracal.plugin.PluginDescription.OptionDescription;
import org.caracal.plugin.PluginKind;
import org.caracal.plugin.PluginSpec;
import org.osgi.framework.BundleContext;
import org.osgi.framework.VersionRange;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.util.tracker.ServiceTracker;

/**
 * All plugins that are registered at this moment: the service registry seen by kind, name and
 * version. Thread-safe; no lock is held while plugins are activated or listeners are told.
 */
@Component(service = {PluginRegistry.class, PluginCatalog.class})
public final class PluginRegistry implements PluginResolver, PluginCatalog {
  private static final System.Logger LOGGER = System.getLogger(PluginRegistry.class.getName());

  private final MissingPlugin missing;
  private final List<PluginTracker> trackers;
  private final ServiceTracker<BackendRefusal, BackendRefusal> refusals;
  private final List<PluginListener> listeners = new CopyOnWriteArrayList<>();

  /** Ends a subscription. */
  public interface Subscription extends AutoCloseable {
    @Override
    void close();
  }

  /** Starts to follow the service registry. */
  @Activate
  public PluginRegistry(BundleContext context) {
    this.missing = new MissingPlugin(context);
    this.refusals = new ServiceTracker<>(context, BackendRefusal.class, null);
    this.trackers =
        Arrays.stream(PluginKind.values())
            .map(kind -> new PluginTracker(context, kind, this::tell))
            .toList();
    refusals.open();
    trackers.forEach(PluginTracker::open);
  }

  /** Stops following the service registry and gives back all service objects. */
  @Deactivate
  public void close() {
    listeners.clear();
    trackers.forEach(PluginTracker::close);
    refusals.close();
  }

  /** Tells {@code listener} of every change from now on, until the returned handle is closed. */
  public Subscription listen(PluginListener listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /**
   * A listener that throws must harm neither the others nor the bundle that registers a service.
   */
  private void tell(PluginChange change) {
    for (var listener : listeners) {
      try {
        listener.changed(change);
      } catch (RuntimeException e) {
        LOGGER.log(System.Logger.Level.WARNING, "a listener failed when told of " + change, e);
      }
    }
  }

  @Override
  @SuppressWarnings("unchecked") // the service interface belongs to the kind
  public <T> Registered<T> resolve(PluginKind kind, PluginSpec spec) {
    var range = range(spec);
    return (Registered<T>)
        entries(entry -> entry.kind() == kind && entry.name().equals(spec.name()))
            .filter(entry -> range.includes(entry.version()))
            .flatMap(entry -> entry.get().stream())
            .findFirst()
            .orElseThrow(() -> missing.failure(kind, spec, entries(entry -> true).toList()));
  }

  private static VersionRange range(PluginSpec spec) {
    try {
      return new VersionRange(spec.versions().isEmpty() ? "0" : spec.versions());
    } catch (IllegalArgumentException e) {
      var message =
          String.format(
              "'%s' is no range of versions: write %s@[1.0,2.0) for 1.0 or newer, but older than"
                  + " 2.0",
              spec.versions(), spec.name());
      throw new SpecException(spec.location().prefix(message), e);
    }
  }

  /** By kind and name, the best of each name first. */
  private Stream<PluginEntry> entries(Predicate<PluginEntry> wanted) {
    return trackers.stream()
        .flatMap(PluginTracker::entries)
        .filter(wanted)
        .sorted(
            Comparator.comparing(PluginEntry::kind)
                .thenComparing(PluginEntry::name)
                .thenComparing(PluginEntry.BEST_FIRST));
  }

  @Override
  public List<PluginDescription> plugins() {
    return describe(entry -> true);
  }

  @Override
  public List<PluginDescription> find(String name) {
    return describe(entry -> entry.name().equals(name));
  }

  private List<PluginDescription> describe(Predicate<PluginEntry> wanted) {
    return entries(wanted)
        .flatMap(entry -> entry.get().stream())
        .map(PluginRegistry::describe)
        .toList();
  }

  private static PluginDescription describe(Registered<?> plugin) {
    return new PluginDescription(
        plugin.kind(),
        plugin.name(),
        plugin.bundle(),
        plugin.version().toString(),
        plugin.plugin().getClass().getName(),
        options(plugin));
  }

  /** A plugin with malformed options is still listed, so that people see that it is there. */
  private static List<OptionDescription> options(Registered<?> plugin) {
    try {
      return OptionBinding.describe(plugin);
    } catch (PluginException e) {
      LOGGER.log(System.Logger.Level.WARNING, e.getMessage(), e);
      return List.of();
    }
  }

  @Override
  public List<BackendRefusal> refusals() {
    return Optional.ofNullable(refusals.getServices(new BackendRefusal[0]))
        .map(List::of)
        .orElse(List.of());
  }
}
