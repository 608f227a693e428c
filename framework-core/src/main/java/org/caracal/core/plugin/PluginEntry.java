package org.caracal.core.plugin;

import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.caracal.plugin.PluginKind;
import org.caracal.plugin.Plugins;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.Version;

/**
 * One registration of a plugin. The service object is got on the first demand, so that a plugin
 * nobody uses is not even instantiated, and given back when the registration ends. Thread-safe; no
 * lock is held while a plugin is activated.
 */
final class PluginEntry {
  /** Newest version first, then highest ranking, then oldest registration. */
  static final Comparator<PluginEntry> BEST_FIRST =
      Comparator.comparing(PluginEntry::version)
          .reversed()
          .thenComparing(
              entry -> entry.reference, Comparator.<ServiceReference<?>>naturalOrder().reversed());

  private final BundleContext context;
  private final ServiceReference<?> reference;
  private final PluginKind kind;
  private final String name;
  private final String bundle;
  private final Version version;
  private final AtomicReference<@Nullable Registered<?>> held = new AtomicReference<>();

  private PluginEntry(
      BundleContext context, ServiceReference<?> reference, PluginKind kind, String name) {
    this.context = context;
    this.reference = reference;
    this.kind = kind;
    this.name = name;
    var owner = reference.getBundle();
    this.bundle = String.valueOf(owner.getSymbolicName());
    this.version = owner.getVersion();
  }

  /** The plugin of a service; empty if it has no name or is gone already. */
  static Optional<PluginEntry> of(
      BundleContext context, ServiceReference<?> reference, PluginKind kind) {
    return reference.getBundle() != null
            && reference.getProperty(Plugins.NAME_PROPERTY) instanceof String name
            && !name.isBlank()
        ? Optional.of(new PluginEntry(context, reference, kind, name))
        : Optional.empty();
  }

  PluginKind kind() {
    return kind;
  }

  String name() {
    return name;
  }

  String bundle() {
    return bundle;
  }

  Version version() {
    return version;
  }

  /** The plugin with its service object; empty if it is leaving or could not be activated. */
  Optional<Registered<?>> get() {
    var known = held.get();
    if (known != null) {
      return Optional.of(known);
    }
    var service = context.getService(reference);
    if (service == null) {
      return Optional.empty();
    }
    var registered = new Registered<>(service, kind, name, bundle, version, serviceId());
    if (!held.compareAndSet(null, registered)) {
      context.ungetService(reference); // another thread was faster, and one use is enough
    }
    return Optional.of(registered);
  }

  /** Gives the service object back, if it was got. */
  void release() {
    if (held.getAndSet(null) != null) {
      context.ungetService(reference);
    }
  }

  PluginChange change(boolean arrived) {
    return new PluginChange(arrived, kind, name, bundle + "/" + version, serviceId());
  }

  private long serviceId() {
    return (Long) reference.getProperty(Constants.SERVICE_ID);
  }

  @Override
  public String toString() {
    return kind + " " + name + " (bundle " + bundle + " " + version + ")";
  }
}
