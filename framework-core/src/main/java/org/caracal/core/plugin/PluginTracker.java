package org.caracal.core.plugin;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.caracal.plugin.PluginKind;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;
import org.osgi.util.tracker.ServiceTrackerCustomizer;

/**
 * Follows the services of one kind of plugin. Called on whatever thread changes the service
 * registry; the concurrent map is the only state.
 */
final class PluginTracker
    implements ServiceTrackerCustomizer<Object, ServiceReference<?>>, AutoCloseable {
  private final BundleContext context;
  private final PluginKind kind;
  private final Consumer<PluginChange> changes;
  private final Map<ServiceReference<?>, PluginEntry> entries = new ConcurrentHashMap<>();
  private final ServiceTracker<Object, ServiceReference<?>> tracker;

  /** A tracker that tells {@code changes} what comes and goes, once opened. */
  PluginTracker(BundleContext context, PluginKind kind, Consumer<PluginChange> changes) {
    this.context = context;
    this.kind = kind;
    this.changes = changes;
    this.tracker = new ServiceTracker<>(context, PluginContracts.of(kind).getName(), this);
  }

  void open() {
    tracker.open();
  }

  @Override
  public void close() {
    tracker.close();
  }

  /** The plugins registered at this moment, in no order. */
  Stream<PluginEntry> entries() {
    return entries.values().stream();
  }

  @Override
  public ServiceReference<?> addingService(ServiceReference<Object> reference) {
    PluginEntry.of(context, reference, kind).ifPresent(entry -> add(reference, entry));
    return reference;
  }

  @Override
  public void modifiedService(ServiceReference<Object> reference, ServiceReference<?> tracked) {
    var now = PluginEntry.of(context, reference, kind);
    var before = Optional.ofNullable(entries.get(reference));
    if (!now.map(PluginEntry::name).equals(before.map(PluginEntry::name))) {
      remove(reference);
      now.ifPresent(entry -> add(reference, entry));
    }
  }

  @Override
  public void removedService(ServiceReference<Object> reference, ServiceReference<?> tracked) {
    remove(reference);
  }

  private void add(ServiceReference<?> reference, PluginEntry entry) {
    entries.put(reference, entry);
    changes.accept(entry.change(true));
  }

  /**
   * Takes the entry out first, so that nobody resolves it any more; those told may still use the
   * object until they return.
   */
  private void remove(ServiceReference<?> reference) {
    var entry = entries.remove(reference);
    if (entry != null) {
      changes.accept(entry.change(false));
      entry.release();
    }
  }
}
